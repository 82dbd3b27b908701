/** Applies fixes until none is left: what `source.fixAll` and `check --fix` share. */
import type { FixClass } from '../rules/rule';
import type { TextChange } from '../syntax';
import type { Mendable } from './codeActions';

export interface FixedText {
  readonly text: string;
  /** How many fixes were applied. */
  readonly applied: number;
}

/** A fix may uncover another finding; three rounds are the most that any rule needs, the rest is a margin. */
const MOST_ROUNDS = 10;

/**
 * The text with every fix of these classes applied, up to a fixpoint. Each finding gives its first fix of an allowed class; a fix that
 * overlaps an earlier one of its round waits for the next. Ends as well where a round brings back a text that was there before.
 */
export function fixAll(text: string, classes: ReadonlySet<FixClass>, validate: (text: string) => readonly Mendable[]): FixedText {
  let current = text;
  let applied = 0;
  const seen = new Set([text]);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { changes, fixes } = fixOnce(validate(current), classes);
    if (fixes === 0) break;
    const next = applyChanges(current, changes);
    if (seen.has(next)) break;
    seen.add(next);
    current = next;
    applied += fixes;
  }
  return { text: current, applied };
}

/** One round: the changes that can be made together, and how many fixes they are. */
export function fixOnce(reports: readonly Mendable[], classes: ReadonlySet<FixClass>): { readonly changes: readonly TextChange[]; readonly fixes: number } {
  const accepted: TextChange[] = [];
  let fixes = 0;
  for (const { site, findings } of reports) {
    for (const finding of findings) {
      const fix = finding.fixes.find((f) => classes.has(f.class));
      const changes = fix ? site.tree.write(fix.edits()) : [];
      if (changes.length === 0 || changes.some((change) => accepted.some((other) => touches(change, other)))) continue;
      accepted.push(...changes);
      fixes++;
    }
  }
  return { changes: accepted, fixes };
}

/** Two insertions at one place touch: their order would be chance. */
function touches(a: TextChange, b: TextChange): boolean {
  return a.range.start <= b.range.end && b.range.start <= a.range.end;
}

/** The text after changes that do not overlap; changes at one place come in their order. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let at = 0;
  for (const change of [...changes].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)) {
    result += text.slice(at, change.range.start) + change.newText;
    at = change.range.end;
  }
  return result + text.slice(at);
}
