/** Mending what is not JSON, all at once: the repairs of one rule, again and again, since one slip makes the reader stumble several times. */
import type { Facts } from '../aws';
import type { PolicyDocument } from '../documents';
import { rule as validJson } from '../rules/grammar/valid-json';
import { runRules } from '../rules/runner';
import type { TextChange } from '../syntax';
import { difference } from './difference';
import { fixAll } from './fixAll';
import type { Workspace } from './workspace';

/** A line of a text gives one repair a round. */
const MOST_ROUNDS = 50;

/** The one change that mends every mistake of the policy's syntax that can be mended; undefined where that is one or none. */
export function fixSyntax(document: PolicyDocument, address: string, { zone, profile }: Workspace, facts: Facts, read: (text: string) => PolicyDocument): TextChange | undefined {
  const mistakesIn = ({ policies, template }: PolicyDocument) =>
    policies.filter((site) => site.address === address).map((site) => ({ site, ...runRules([validJson], site.policy, { facts, kind: site.kind, owner: site.owner, zone, profile, levels: { 'valid-json': 'error' }, syntaxReportedElsewhere: false, template }) }));
  const { text, applied } = fixAll(document.text, new Set(['safe', 'repair']), (t) => mistakesIn(t === document.text ? document : read(t)), MOST_ROUNDS);
  return applied > 1 ? difference(document.text, text) : undefined;
}
