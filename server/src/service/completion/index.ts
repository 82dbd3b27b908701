/** Completion: what may stand at the cursor, with the edit that puts it there. */
import type { Facts } from '../../aws';
import type { PolicyDocument } from '../../documents';
import { locate } from '../location';
import { candidatesAt } from './candidates';
import { toItem, type CompletionItem } from './item';

export type { CompletionItem, CompletionKind } from './item';

export function complete(document: PolicyDocument, offset: number, facts: Facts): CompletionItem[] {
  const location = locate(document, offset);
  if (!location || (location.site.kind !== 'queue' && location.site.kind !== 'dead-letter-queue' && location.site.kind !== 'key')) return [];
  return candidatesAt(location, facts).map((candidate) => toItem(location, candidate));
}
