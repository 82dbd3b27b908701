/** What a statement of a queue or key policy is about: this queue, this key. */
import type { Location } from '../location';
import type { Candidate } from './item';
import type { Scope } from './scope';
import { queueArnOf } from './surroundings';

export function resources(location: Location, scope: Scope): Candidate[] {
  const everything = (detail: string, rank: number): Candidate => ({ text: '*', kind: 'value', rank, detail });
  if (!scope.services.includes('sqs')) return [everything('this key', 0)];
  const seen = location.site.policy.statements.flatMap((s) => (s.resource?.values ?? []).filter((v) => v.node !== location.node && v.text !== '*').map((v) => v.text));
  const arns = [...new Set(seen.length > 0 ? seen : [queueArnOf(location)])];
  return [...arns.map((text, rank): Candidate => ({ text, kind: 'value', rank })), everything(scope.services.includes('kms') ? 'this queue or key' : 'this queue', arns.length)];
}
