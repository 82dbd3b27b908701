/** Policies as values, for tests of the reasoning. */
import type { EvaluateOptions } from '../../../server/src/access';
import { findPolicies } from '../../../server/src/documents';
import type { Policy, PolicyKind } from '../../../server/src/policy';

export const OWNER = '111122223333';
export const QUEUE = `arn:aws:sqs:eu-west-1:${OWNER}:orders`;
export const TOPIC = `arn:aws:sns:eu-west-1:${OWNER}:orders`;
export const SNS = { Service: 'sns.amazonaws.com' };
export const role = (name: string, account = OWNER): string => `arn:aws:iam::${account}:role/${name}`;

export const allow = (principal: unknown, action: unknown, condition?: unknown) => ({ Effect: 'Allow', Principal: principal, Action: action, Resource: '*', ...(condition !== undefined && { Condition: condition }) });
export const deny = (action: unknown, condition?: unknown, principal: unknown = '*') => ({ ...allow(principal, action, condition), Effect: 'Deny' });

export function policyOf(statements: readonly unknown[], kind: PolicyKind = 'queue'): Policy {
  return findPolicies(JSON.stringify({ Version: '2012-10-17', Statement: statements }), { name: 'p.json', kind }).policies[0]!.policy;
}

export const options = (kind: PolicyKind = 'queue', owner: string | undefined = OWNER): EvaluateOptions => ({ kind, owner });
