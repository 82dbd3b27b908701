/** What the server says is still to be filled in, and the answers put in its place. Pure. */
import type { PlaceholdersResult } from '../../server/src/protocol/messages';
import type { Answers } from './questions';

export type Placeholder = PlaceholdersResult['placeholders'][number];
type Range = Placeholder['ranges'][number];

export interface Replacement {
  readonly range: Range;
  readonly text: string;
}

/** The answers put into every place; a placeholder without an answer stays. */
export function replacements(placeholders: readonly Placeholder[], answers: Answers): Replacement[] {
  return placeholders.flatMap(({ text, ranges }) => {
    const answer = answers[text];
    const value = typeof answer === 'string' ? answer : answer?.[0];
    return value === undefined ? [] : ranges.map((range) => ({ range, text: value }));
  });
}

/** The place that a person comes to first. */
export function firstPlace(placeholders: readonly Placeholder[]): Range | undefined {
  const places = placeholders.flatMap(({ ranges }) => ranges);
  return places.sort((a, b) => a.start.line - b.start.line || a.start.character - b.start.character)[0];
}
