/** Runs the rules over one policy: levels, one finding per root cause, order. */
import type { Facts } from '../aws';
import { extentOf, type Hole, type Memory, type Own, type Owner, type Policy, type PolicyKind, type Statement } from '../policy';
import { printable, sourceSpan, type Span, type Tree } from '../syntax';
import { Causes, type Levelled } from './causes';
import { quietStatements } from './quietStatements';
import { NotAsked } from './reach';
import { isFinding, type Finding, type Fix, type Level, type Profile, type Rule, type RuleContext, type RuleMeta, type Severity, type Undecided } from './rule';

export interface RunOptions {
  readonly facts: Facts;
  readonly kind: PolicyKind;
  readonly owner: Owner;
  readonly own?: Own;
  readonly zone: RuleContext['zone'];
  readonly profile: Profile;
  /** Levels by rule id, from the configuration. */
  readonly levels?: Readonly<Record<string, Level>>;
  readonly syntaxReportedElsewhere: boolean;
  readonly template: boolean;
  /** What is known of the texts before. */
  readonly memory?: Memory | undefined;
  /** A rule that throws is reported here; the others go on. */
  readonly onError?: (rule: RuleMeta, error: unknown) => void;
}

export interface ReportedRelated {
  readonly message: string;
  readonly range: Span;
}

export interface Reported {
  readonly rule: RuleMeta;
  readonly severity: Severity;
  readonly message: string;
  /** Offsets of the document. */
  readonly range: Span;
  readonly statement?: Statement;
  readonly related: readonly ReportedRelated[];
  readonly fixes: readonly Fix[];
}

export interface ReportedUndecided {
  readonly rule: RuleMeta;
  readonly holes: readonly Hole[];
  /** It was left out: the policy is far over the quota. */
  readonly tooLarge?: true;
  /** It found more than are listed. */
  readonly tooMany?: true;
}

export interface RunResult {
  readonly findings: readonly Reported[];
  /** What the editor's own JSON service shows: of these the fixes alone are ours. Left out where there are none. */
  readonly elsewhere?: readonly Reported[];
  readonly undecided: readonly ReportedUndecided[];
}

interface Candidate {
  readonly rule: RuleMeta;
  readonly finding: Finding;
}

/** For one policy: ten times what the longest of a few hundred published policies takes, and some 20 ms for one that is made to be hard. */
const STEPS = 2_000;

/** Findings of one rule in one policy: who has mended these may see the next. */
const MOST = 1_000;

/** The rules that are asked of a policy of any size. */
const SYNTAX_AND_SIZE: ReadonlySet<string> = new Set(['valid-json', 'sqs-quota', 'kms-quota']);

export function runRules(rules: readonly Rule[], policy: Policy, options: RunOptions): RunResult {
  const context: RuleContext = { facts: options.facts, kind: options.kind, owner: options.owner, ...(options.own && { own: options.own }), zone: options.zone, profile: options.profile, template: options.template, extent: extentOf(policy, options.kind, options.facts.quotas), budget: { left: STEPS }, memory: options.memory };
  const asked = askedRules(rules, options);
  const quiet = quietStatements(asked, policy, context);
  const candidates: Candidate[] = [];
  const undecided: ReportedUndecided[] = [];
  for (const rule of asked) {
    const { meta } = rule;
    if (context.extent === 'syntax and size' && !SYNTAX_AND_SIZE.has(meta.id)) {
      undecided.push({ rule: meta, holes: [], tooLarge: true });
      continue;
    }
    try {
      if (quiet?.isSilent(rule, context)) continue;
      // Collected first, so that a rule that throws half-way reports nothing.
      let outcomes: (Finding | Undecided)[] | undefined;
      let more = false;
      for (const outcome of rule.check(policy, context)) {
        if ((more = outcomes?.length === MOST)) break;
        (outcomes ??= []).push(outcome);
      }
      if (!outcomes) continue;
      // What was not listed may be about any statement.
      quiet?.said(meta, more ? undefined : outcomes);
      if (more) undecided.push({ rule: meta, holes: [], tooMany: true });
      let holes: Map<string, Hole> | undefined;
      for (const outcome of outcomes) {
        if (isFinding(outcome)) candidates.push({ rule: meta, finding: outcome });
        else {
          holes ??= new Map();
          for (const hole of outcome.holes) holes.set(`${hole.label} ${hole.node.range.start}`, hole);
        }
      }
      if (holes) undecided.push({ rule: meta, holes: [...holes.values()] });
    } catch (error) {
      quiet?.said(meta, undefined);
      if (error instanceof NotAsked) undecided.push({ rule: meta, holes: [], tooLarge: true });
      else options.onError?.(meta, error);
    }
  }
  quiet?.end();
  const shown = reportable(candidates, policy, options);
  const findings = shown.map(({ rule, finding, severity }) => reportFinding(rule, finding, policy.tree, severity));
  const inOrder = withoutDoubles(findings.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || compare(a.rule.id, b.rule.id)));
  if (!options.syntaxReportedElsewhere) return { findings: inOrder, undecided };
  const elsewhere = inOrder.filter(({ rule }) => rule.id === 'valid-json');
  return { findings: inOrder.filter(({ rule }) => rule.id !== 'valid-json'), ...(elsewhere.length > 0 && { elsewhere }), undecided };
}

/** Those of a level, without the ones that another one explains. */
function reportable(candidates: readonly Candidate[], policy: Policy, options: RunOptions): readonly Levelled[] {
  const levelled: Levelled[] = [];
  for (const candidate of candidates) {
    const severity = severityOf(candidate, options);
    if (severity !== 'off') levelled.push({ ...candidate, severity });
  }
  if (levelled.length < 2) return levelled;
  const causes = new Causes(levelled, policy.node);
  return levelled.filter((one) => !causes.explain(one));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Those for the kind that are not off: such a rule neither reports nor silences another. */
function askedRules(rules: readonly Rule[], { kind, profile, levels }: RunOptions): readonly Rule[] {
  return rules.filter(({ meta }) => meta.kinds.includes(kind) && (levels?.[meta.id] ?? meta.levels[profile]) !== 'off');
}

function severityOf({ rule, finding }: Candidate, options: RunOptions): Level {
  const own = typeof finding.severity === 'string' ? finding.severity : finding.severity?.[options.profile];
  const level = options.levels?.[rule.id] ?? own ?? rule.levels[options.profile];
  return level;
}

/** A finding with the range that it is shown at, in offsets of the document. */
export function reportFinding(rule: RuleMeta, finding: Finding, tree: Tree, severity: Severity): Reported {
  let fixes: readonly Fix[] | undefined;
  return {
    rule,
    severity,
    message: printable(finding.message),
    range: rangeOf(tree, finding),
    ...(finding.statement && { statement: finding.statement }),
    related: (finding.related ?? []).map((r) => ({ message: printable(r.message), range: rangeOf(tree, r) })),
    // Which there are may take work as well.
    get fixes() {
      return (fixes ??= (finding.fixes ?? []).map(reportFix));
    },
  };
}

/** What it is called may take work: it is asked for where fixes are shown. */
function reportFix(fix: Fix): Fix {
  return {
    class: fix.class,
    edits: fix.edits,
    get title() {
      return printable(fix.title);
    },
  };
}

function rangeOf(tree: Tree, place: Pick<Finding, 'node' | 'span' | 'at'>): Span {
  if (place.at) return tree.locate(place.at);
  if (place.span && place.node.kind === 'scalar') {
    const span = sourceSpan(place.node, place.span);
    // No editor shows an empty place: an empty value, or an ARN's empty segment, stands out with its quotes.
    if (span.start < span.end) return tree.locate(span);
  }
  return tree.locate(place.node.range);
}

/** No token carries two diagnostics saying the same. */
function withoutDoubles(findings: readonly Reported[]): Reported[] {
  let last: Span | undefined;
  const said = new Set<string>();
  return findings.filter(({ range, message }) => {
    // In order of their ranges: those of the same one stand together.
    if (last?.start !== range.start || last.end !== range.end) said.clear();
    last = range;
    return !said.has(message) && said.add(message);
  });
}
