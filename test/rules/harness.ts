/** Runs a rule's cases in all three forms: plain JSON, the escaped attributes file, a CloudFormation template. */
import { facts } from '../../server/src/aws';
import { findPolicies, type PolicyDocument, type PolicySite } from '../../server/src/documents';
import type { PolicyKind } from '../../server/src/policy';
import type { Level, Profile, Rule, RuleContext, Severity } from '../../server/src/rules/rule';
import { runRules, type RunResult } from '../../server/src/rules/runner';
import type { Span } from '../../server/src/syntax';

export type Form = 'plain' | 'escaped' | 'template';
export const forms: readonly Form[] = ['plain', 'escaped', 'template'];

export interface ValidCase {
  readonly name: string;
  readonly policy: string;
  readonly kind?: PolicyKind;
  readonly profile?: Profile;
  readonly owner?: string;
  /** All three, unless the case cannot be said in one of them. */
  readonly forms?: readonly Form[];
  /** The file's name, where it matters. */
  readonly file?: string;
  /** The zone of trust, as the configuration has it; absent: that of all cases. */
  readonly zone?: Partial<RuleContext['zone']>;
  /** The editor tells errors of syntax in the document itself; in a string of it, nobody else does. */
  readonly syntaxReportedElsewhere?: boolean;
  /** The rule cannot say: it reports holes. */
  readonly undecided?: boolean;
}

export interface InvalidCase extends ValidCase {
  /** ⟦ and ⟧ stand round each finding, in the order of their starts. */
  readonly policy: string;
  readonly severity?: Severity;
  readonly message?: string | RegExp;
  /** The text after the first fix. */
  readonly fixed?: string;
  /** Titles of all fixes of the first finding, with the text after each where it is worth saying. */
  readonly fixes?: readonly { readonly title: string; readonly fixed?: string }[];
}

export interface RuleCases {
  readonly invalid: readonly InvalidCase[];
  readonly valid: readonly ValidCase[];
}

/** A text without its marks, and where they were. */
export function unmark(marked: string): { text: string; ranges: Span[] } {
  const ranges: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  let text = '';
  for (const part of marked.split(/([⟦⟧])/)) {
    if (part === '⟦') {
      const range = { start: text.length, end: -1 };
      ranges.push(range);
      open.push(range);
    } else if (part === '⟧') {
      const range = open.pop();
      if (!range) throw new Error(`⟧ without ⟦ in ${marked}`);
      range.end = text.length;
    } else text += part;
  }
  if (open.length > 0) throw new Error(`⟦ without ⟧ in ${marked}`);
  return { text, ranges };
}

export interface Wrapped {
  readonly text: string;
  /** From an offset of the policy's text to one of the wrapped text. */
  readonly outward: (offset: number) => number;
  /** The policy's text, from a wrapped text. */
  readonly unwrap: (wrapped: string) => string;
}

export function wrap(text: string, form: Form, kind: PolicyKind): Wrapped {
  switch (form) {
    case 'plain':
      return { text, outward: (offset) => offset, unwrap: (t) => t };
    case 'escaped': {
      const before = '{\n  "Attributes": {\n    "Policy": ';
      return { text: `${before}${JSON.stringify(text)}\n  }\n}\n`, outward: (offset) => before.length + JSON.stringify(text.slice(0, offset)).length - 1, unwrap: (t) => (JSON.parse(t) as { Attributes: { Policy: string } }).Attributes.Policy };
    }
    case 'template': {
      const [type, property] = kind === 'key' ? ['AWS::KMS::Key', 'KeyPolicy'] : ['AWS::SQS::QueuePolicy', 'PolicyDocument'];
      const before = `{ "AWSTemplateFormatVersion": "2010-09-09", "Resources": { "Policy": { "Type": "${type}", "Properties": { "${property}": `;
      const after = ' } } } }\n';
      return { text: before + text + after, outward: (offset) => before.length + offset, unwrap: (t) => t.slice(before.length, t.length - after.length) };
    }
  }
}

export function read(text: string, { kind = 'queue', owner, file = 'policy.json' }: Pick<ValidCase, 'kind' | 'owner' | 'file'>): PolicyDocument {
  return findPolicies(text, { name: file, kind, ...(owner !== undefined && { account: owner }) });
}

/** What the configuration declares for the cases that have none of their own. */
export const ZONE = { accounts: ['777788889999'], organizations: ['o-a1b2c3d4e5'] };

export function run(rule: Rule, document: PolicyDocument, site: PolicySite, { profile = 'recommended', zone, syntaxReportedElsewhere = false }: Pick<ValidCase, 'profile' | 'zone' | 'syntaxReportedElsewhere'> = {}, onError?: (error: unknown) => void): RunResult {
  // A rule that is off in the profile is still to be shown to work.
  const levels: Record<string, Level> = rule.meta.levels[profile] === 'off' ? { [rule.meta.id]: 'warning' } : {};
  return runRules([rule], site.policy, {
    facts,
    kind: site.kind,
    owner: site.owner,
    ...(site.own && { own: site.own }),
    zone: zone ? { accounts: [], organizations: [], ...zone } : ZONE,
    profile,
    levels,
    syntaxReportedElsewhere: syntaxReportedElsewhere && site.tree.text === document.text,
    template: document.template,
    onError: (_, error) => {
      if (!onError) throw error;
      onError(error);
    },
  });
}
