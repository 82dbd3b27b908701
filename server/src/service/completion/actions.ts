/** The actions of the service, those of producers and consumers first. */
import type { Facts } from '../../aws';
import type { Location } from '../location';
import type { Candidate } from './item';
import type { Scope } from './scope';

const COMMON = /:(SendMessage|ReceiveMessage|DeleteMessage|Decrypt|GenerateDataKey)$/;

export function actions({ statement, element, node }: Location, scope: Scope, facts: Facts): Candidate[] {
  const list = element === 'NotAction' ? statement?.notAction : statement?.action;
  const present = new Set((list?.values ?? []).filter((v) => v.node !== node).map((v) => v.text.toLowerCase()));
  return scope.services
    .flatMap((service): Candidate[] => [
      ...facts.actions(service).map((action): Candidate => ({
        text: action.name,
        kind: 'action',
        rank: COMMON.test(action.name) ? 0 : 1,
        detail: action.access.join(', '),
        documentation: `${action.description}\n\n[AWS documentation](${facts.docs.action(action)})`,
      })),
      { text: `${service}:*`, kind: 'action', rank: 9, detail: 'every action' },
    ])
    .filter((candidate) => !present.has(candidate.text.toLowerCase()));
}
