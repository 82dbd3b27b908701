/** Completion: what may stand at the cursor, with the edit that puts it there. One file for each place in a policy. */
import type { Facts } from '../../aws';
import type { PolicyDocument } from '../../documents';
import { locate, type Location } from '../location';
import { actions } from './actions';
import { conditionKeys } from './conditionKeys';
import { conditionValues } from './conditionValues';
import { policyElements, principalTypes, statementElements } from './elements';
import { toItem, type Candidate, type CompletionItem } from './item';
import { operators } from './operators';
import { principals } from './principals';
import { resources } from './resources';
import { scopeOf, type Scope } from './scope';
import { statements } from './statements';

export type { CompletionItem, CompletionKind } from './item';

export function complete(document: PolicyDocument, offset: number, facts: Facts): CompletionItem[] {
  const location = locate(document, offset);
  // On the outer side of a quote, and within an escape sequence of the host, nothing is being typed.
  if (!location || (location.node?.type === 'string' && !location.quoted)) return [];
  if (location.site.tree.locate({ start: location.offset, end: location.offset }).start !== offset) return [];
  const scope = scopeOf(location.site);
  if (!scope) return [];
  const typed = location.quoted ? location.site.tree.text.slice(location.replace.start, location.offset) : '';
  return candidates(location, scope, facts).filter((candidate) => !fillsIn(candidate, typed)).map((candidate) => toItem(location, candidate));
}

/** Whether what is typed is already past where a candidate has its placeholder: who fills it in must not have it put back. */
function fillsIn({ text }: Candidate, typed: string): boolean {
  const at = text.indexOf('<');
  return at >= 0 && typed.length > at && typed[at] !== '<' && typed.startsWith(text.slice(0, at));
}

function candidates(location: Location, scope: Scope, facts: Facts): readonly Candidate[] {
  switch (location.role) {
    case 'policy-key':
      return policyElements(location);
    case 'statement':
      return statements(location, scope);
    case 'statement-key':
      return statementElements(location, scope);
    case 'principal-type':
      return principalTypes(location);
    case 'principal':
      return principals(location, scope, facts);
    case 'operator':
      return operators(location, facts);
    case 'condition-key':
      return conditionKeys(location, scope, facts);
    case 'condition-value':
      return conditionValues(location, scope, facts);
    case 'element':
      return elementValues(location, scope, facts);
  }
}

function elementValues(location: Location, scope: Scope, facts: Facts): readonly Candidate[] {
  switch (location.element) {
    case 'Version':
      return [{ text: '2012-10-17', kind: 'value', rank: 0, detail: 'policy variables are expanded' }, { text: '2008-10-17', kind: 'value', rank: 1, detail: 'older' }];
    case 'Effect':
      return [{ text: 'Allow', kind: 'value', rank: 0 }, { text: 'Deny', kind: 'value', rank: 1 }];
    case 'Action':
    case 'NotAction':
      return actions(location, scope, facts);
    case 'Resource':
    case 'NotResource':
      return resources(location, scope);
    default:
      return [];
  }
}
