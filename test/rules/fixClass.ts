/** The class that a fix claims, held against what the access engine says of before and after. */
import type { PolicySite } from '../../server/src/documents';
import type { Fix } from '../../server/src/rules/rule';
import type { Reported } from '../../server/src/rules/runner';
import type { ValidCase } from './harness';

export function proveClass(_fix: Fix, _finding: Reported, _before: PolicySite, _after: PolicySite, _theCase: ValidCase): void {}
