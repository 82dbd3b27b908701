/** What is shown above a policy and above its statements: the verdict, and each statement as a sentence. */
import { circumstancesOf, summarize } from '../access';
import type { PolicyDocument, PolicySite } from '../documents';
import type { Memory } from '../policy';
import type { Span } from '../syntax';
import { atOnce, type Steps } from './steps';
import { whoHasAccess } from './verdict';
import type { Workspace } from './workspace';

export interface Lens {
  readonly title: string;
  /** Document offsets: where the statement, or the policy, begins. */
  readonly range: Span;
}

/** A policy that stands on one line, as one inside a string does, has its verdict alone: sentences above one line help nobody. */
export function lenses(...of: Parameters<typeof lensesInSteps>): Lens[] {
  return atOnce(lensesInSteps(...of));
}

/** A policy at a time. */
export function* lensesInSteps(document: PolicyDocument, workspace: Workspace, memory?: Memory): Steps<Lens[]> {
  const { codeLens } = workspace;
  const found: Lens[] = [];
  for (const site of document.policies.filter(isChecked)) {
    const { start, end } = site.tree.locate(site.policy.node.range);
    const breaks = document.text.slice(start, end).indexOf('\n');
    const lines = site.policy.statements.flatMap((statement): Lens[] => {
      const at = site.tree.locate(statement.node.range).start;
      return codeLens.statements && breaks >= 0 && start + breaks < at ? [{ title: summarize(statement), range: { start: at, end: at + 1 } }] : [];
    });
    if (codeLens.policy && site.policy.form === 'policy') found.push({ title: verdictOf(site, workspace, memory), range: { start, end: start + 1 } });
    for (const line of lines) found.push(line);
    yield;
  }
  // A lens is one line, whatever a policy has in its values.
  return found.map(({ title, range }) => ({ title: title.replace(/\s+/g, ' '), range }));
}

/** As for the rules: a lens is asked for at every keystroke. */
const STEPS = 2_000;

export function isChecked({ kind }: PolicySite): boolean {
  return kind === 'queue' || kind === 'dead-letter-queue' || kind === 'key';
}

export function verdictOf(site: PolicySite, { zone }: Workspace, memory?: Memory): string {
  return whoHasAccess(site, { ...circumstancesOf(site.kind, site.owner, site.own), zone, budget: { left: STEPS }, memory }).text;
}
