/** What is shown above a policy and above its statements: the verdict, and each statement as a sentence. */
import { circumstancesOf, publicVerdict, summarize, whoCan } from '../access';
import type { PolicyDocument, PolicySite } from '../documents';
import type { Memory } from '../policy';
import type { Span } from '../syntax';
import { verdictSentence } from './verdict';
import type { Workspace } from './workspace';

export interface Lens {
  readonly title: string;
  /** Document offsets: where the statement, or the policy, begins. */
  readonly range: Span;
}

/** A policy that stands on one line, as one inside a string does, has its verdict alone: sentences above one line help nobody. */
export function lenses(document: PolicyDocument, workspace: Workspace, memory?: Memory): Lens[] {
  const { codeLens } = workspace;
  const found = document.policies.filter(isChecked).flatMap((site) => {
    const start = site.tree.locate(site.policy.node.range).start;
    const lines = site.policy.statements.flatMap((statement): Lens[] => {
      const at = site.tree.locate(statement.node.range).start;
      return codeLens.statements && document.text.slice(start, at).includes('\n') ? [{ title: summarize(statement), range: { start: at, end: at + 1 } }] : [];
    });
    return codeLens.policy && site.policy.form === 'policy' ? [{ title: verdictOf(site, workspace, memory), range: { start, end: start + 1 } }, ...lines] : lines;
  });
  // A lens is one line, whatever a policy has in its values.
  return found.map(({ title, range }) => ({ title: title.replace(/\s+/g, ' '), range }));
}

/** As for the rules: a lens is asked for at every keystroke. */
const STEPS = 2_000;

export function isChecked({ kind }: PolicySite): boolean {
  return kind === 'queue' || kind === 'dead-letter-queue' || kind === 'key';
}

export function verdictOf(site: PolicySite, { zone }: Workspace, memory?: Memory): string {
  const options = { ...circumstancesOf(site.kind, site.owner, site.own), zone, budget: { left: STEPS }, memory };
  return verdictSentence(publicVerdict(site.policy, options), whoCan(site.policy, options), site);
}
