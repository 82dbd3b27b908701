/** Applies every fix of the given classes until nothing is left to apply. */
import type { Facts } from '../aws';
import { findPolicies, type DocumentOptions } from '../documents';
import type { FixClass } from '../rules/rule';
import type { TextChange } from '../syntax';
import { validate } from './validate';
import type { Workspace } from './workspace';

/** Fixes that undo each other would never end; none is known to. */
const MAX_ROUNDS = 50;

export function fixAll(text: string, options: DocumentOptions, workspace: Workspace, facts: Facts, classes: ReadonlySet<FixClass>): string {
  let current = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const changes = fixesOf(current, options, workspace, facts, classes);
    if (changes.length === 0) return current;
    const next = apply(current, changes);
    if (next === current) return current;
    current = next;
  }
  return current;
}

/** The first fix of each finding, as far as they do not overlap: the rest comes in the next round. */
function fixesOf(text: string, options: DocumentOptions, workspace: Workspace, facts: Facts, classes: ReadonlySet<FixClass>): TextChange[] {
  const taken: TextChange[] = [];
  for (const report of validate(findPolicies(text, options), workspace, facts))
    for (const finding of report.findings) {
      const fix = finding.fixes[0];
      if (!fix || !classes.has(fix.class)) continue;
      const changes = report.site.tree.write(fix.edits());
      if (changes.every((c) => taken.every((t) => c.range.end < t.range.start || c.range.start > t.range.end))) taken.push(...changes);
    }
  return taken;
}

export function apply(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let at = 0;
  for (const change of [...changes].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)) {
    result += text.slice(at, change.range.start) + change.newText;
    at = change.range.end;
  }
  return result + text.slice(at);
}

/** One change that makes one text of another: what lies between their common start and end. */
export function difference(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { range: { start, end: before.length - end }, newText: after.slice(start, after.length - end) };
}
