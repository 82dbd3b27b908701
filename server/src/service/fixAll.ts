/** Applies fixes until none is left: what `source.fixAll` and `check --fix` share. */
import type { Fix, FixClass } from '../rules/rule';
import type { Reported } from '../rules/runner';
import type { Span, TextChange } from '../syntax';
import { applyChanges } from './applyChanges';
import type { Mendable } from './codeActions';
import { bringsFault, grantsMore, opensOrLocks, type Judged } from './consequences';
import { atOnce, noSteps, type Steps } from './steps';

export interface FixedText {
  readonly text: string;
  /** How many fixes were applied. */
  readonly applied: number;
}

/** A fix may uncover another finding; three rounds are the most that any rule needs, the rest is a margin. */
const MOST_ROUNDS = 10;
/** Of a round whose fixes do not go together: how often a part of them is tried. */
const MOST_TRIALS = 40;

/**
 * The text with every fix of these classes applied, up to a fixpoint, the safe ones first. Each finding gives its first fix of an allowed class; a
 * fix that overlaps an earlier one of its round waits for the next. What is applied together is judged together: two fixes, each of which does no
 * harm, may do some. Ends as well where a round brings back a text that was there before.
 */
export function fixAll(text: string, classes: ReadonlySet<FixClass>, validate: (text: string) => readonly Mendable[], rounds?: number): FixedText {
  return atOnce(fixAllInSteps(text, classes, (t) => noSteps(validate(t)), rounds));
}

export function* fixAllInSteps(text: string, classes: ReadonlySet<FixClass>, validate: (text: string) => Steps<readonly Mendable[]>, rounds = MOST_ROUNDS): Steps<FixedText> {
  let current = text;
  let applied = 0;
  const seen = new Set([text]);
  const stages: readonly FixClass[][] = [['safe'], ['safe', 'repair']];
  for (const stage of stages) {
    const wanted = new Set(stage.filter((one) => classes.has(one)));
    if (wanted.size < stage.length) continue;
    for (let round = 0; round < rounds; round++) {
      const reports = yield* validate(current);
      const together = yield* harmless(chosen(reports, wanted), { text: current, reports, validate });
      if (together.length === 0) break;
      const next = applyChanges(current, changesOf(together));
      if (seen.has(next)) break;
      seen.add(next);
      current = next;
      applied += together.length;
    }
  }
  return { text: current, applied };
}

/** A fix of a round. */
interface Chosen {
  readonly address: string;
  readonly finding: Reported;
  readonly class: FixClass;
  readonly changes: readonly TextChange[];
}

function changesOf(fixes: readonly Chosen[]): TextChange[] {
  return fixes.flatMap(({ changes }) => changes);
}

/** Those that can be written together. */
function chosen(reports: readonly Mendable[], classes: ReadonlySet<FixClass>): readonly Chosen[] {
  const accepted: Chosen[] = [];
  const spans = new Spans();
  for (const { site, findings } of reports)
    for (const finding of findings) {
      const proposed = 'proposed' in finding ? finding.proposed : finding.fixes;
      const allowed = ({ class: fixClass }: Fix): boolean => classes.has(fixClass);
      if (!proposed.some(allowed)) continue;
      // A repair may be more than that in this policy; safe ones are judged with the whole round.
      const fix = (classes.has('repair') ? finding.fixes : proposed).find(allowed);
      const changes = fix ? site.tree.write(fix.edits()) : [];
      if (fix && changes.length > 0 && spans.take(changes)) accepted.push({ address: site.address, finding, class: fix.class, changes });
    }
  return accepted;
}

/** Spans that are changed already, in their order; none touches another. Two insertions at one place touch: their order would be chance. */
class Spans {
  private readonly taken: Span[] = [];

  /** Takes them all, unless one touches what is taken. */
  take(changes: readonly TextChange[]): boolean {
    const spans = changes.map(({ range }) => range);
    if (spans.some((span) => this.taken[this.from(span)] !== undefined && this.taken[this.from(span)]!.start <= span.end)) return false;
    for (const span of spans) this.taken.splice(this.from(span), 0, span);
    return true;
  }

  /** Where the first one stands that does not end before the span. */
  private from({ start }: Span): number {
    let low = 0;
    let high = this.taken.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.taken[middle]!.end < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Round {
  readonly text: string;
  readonly reports: readonly Mendable[];
  readonly validate: (text: string) => Steps<readonly Mendable[]>;
}

/** As many of them as do no harm together: all of them, else those of each half that do none beside the ones already taken. */
function* harmless(fixes: readonly Chosen[], round: Round): Steps<readonly Chosen[]> {
  let trials = 0;
  function* take(more: readonly Chosen[], taken: readonly Chosen[]): Steps<readonly Chosen[]> {
    if (more.length === 0 || trials >= MOST_TRIALS) return taken;
    trials++;
    const all = [...taken, ...more];
    if (!(yield* doesHarm(all, round))) return all;
    if (more.length === 1) return taken;
    const half = more.length >> 1;
    return yield* take(more.slice(half), yield* take(more.slice(0, half), taken));
  }
  return yield* take(fixes, []);
}

function* doesHarm(fixes: readonly Chosen[], { text, reports, validate }: Round): Steps<boolean> {
  const after = yield* validate(applyChanges(text, changesOf(fixes)));
  const own = new Map<string, Chosen[]>();
  for (const fix of fixes) {
    const others = own.get(fix.address);
    if (others) others.push(fix);
    else own.set(fix.address, [fix]);
  }
  const afterwards = new Map(after.map((report) => [report.site.address, report]));
  for (const report of reports) {
    const made = own.get(report.site.address);
    if (!made || !isJudged(report)) continue;
    const other = afterwards.get(report.site.address);
    if (!other || !isJudged(other)) return true;
    if (losesSuppression(report, other) || bringsFault(report, other, made) || opensOrLocks(report, other) || (made.every((fix) => fix.class === 'safe') && grantsMore(report, other))) return true;
    yield;
  }
  return false;
}

/** Whether a finding that was accepted for a reason is no longer known by what the reason names, such as a Sid. */
function losesSuppression(before: Mendable, after: Mendable): boolean {
  const shown = ({ findings }: Mendable, id: string): number => findings.filter(({ rule }) => rule.id === id).length;
  const accepted = ({ suppressed = [] }: Mendable, id: string): number => suppressed.filter(({ finding }) => finding.rule.id === id).length;
  return (before.suppressed ?? []).some(({ finding: { rule } }) => shown(after, rule.id) > shown(before, rule.id) && accepted(after, rule.id) < accepted(before, rule.id));
}

/** A report about a policy, not one about the configuration file. */
function isJudged(report: Mendable): report is Mendable & Judged {
  return 'kind' in report.site;
}
