/** A file that the user names as a policy and that is no JSON at all: nothing is found in it, and silence would read as "clean". */
import type { PolicyDocument, PolicySite } from '../documents';
import { ownerOf, readPolicy } from '../policy';
import type { PolicyReport } from '../service/validate';
import type { ObjectNode, SyntaxErrorCode, Tree } from '../syntax';

/** What other tools' JSON files may hold: comments and trailing commas (a tsconfig), a template's placeholders. */
const TOLERATED: readonly SyntaxErrorCode[] = ['comment', 'trailing-comma', 'placeholder'];

/**
 * One report with the faults of the text, where the file is called `.json` (or is standard input), no policy was found in it and its text
 * is not JSON; else none. Its `kind` is `other`: nobody knows what it was meant to be.
 */
export function reportBroken(document: PolicyDocument, name: string, validate: (document: PolicyDocument) => readonly PolicyReport[]): PolicyReport[] {
  if (!/(?:\.json|^-)$/i.test(name) || document.template) return [];
  if (!document.tree.faults.some((fault) => !TOLERATED.includes(fault.code))) return [];
  // An open object: nothing is known to be absent, so that only the syntax is spoken of.
  const root = document.tree.root;
  const whole: ObjectNode = root?.kind === 'object' ? { ...root, open: true } : { kind: 'object', range: root?.range ?? { start: 0, end: document.text.length }, members: [], open: true };
  const tree: Tree = { ...document.tree, root: whole };
  const policy = readPolicy(tree, whole, 'policy');
  const site: PolicySite = { address: '$', host: 'plain', policy, tree, kind: 'queue', kindReason: 'the text is not JSON', owner: ownerOf(policy), range: whole.range };
  return validate({ ...document, policies: [site] }).map((report) => ({
    site: { ...site, kind: 'other' },
    // No fixes: what stands beside a policy may go, what stands in a file of unknown purpose may not.
    findings: report.findings.filter((finding) => finding.rule.id === 'valid-json').map((finding) => ({ ...finding, proposed: [], fixes: [] })),
    undecided: [],
    suppressed: report.suppressed.filter(({ finding }) => finding.rule.id === 'valid-json'),
  }));
}
