/** What is still to be filled in: `<account-id>`, `YOUR_ACCOUNT_ID`, `{{ account }}`. Pure. */
import type { Answers } from './questions';

export interface Placeholder {
  readonly text: string;
  /** Where it stands, as offsets of the document. */
  readonly offsets: readonly number[];
}

export interface Replacement {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

// Inside one line and one string. `${…}` is left alone: in a policy it may be a policy variable, in a template a reference.
const shapes = /<[A-Za-z][^<>"\\\n]*>|\{\{[^{}"\\\n]+\}\}|\bYOUR_[A-Z][A-Z0-9_]*\b/g;

/** Each placeholder once, in the order of its first place. */
export function findPlaceholders(text: string): Placeholder[] {
  const found = new Map<string, number[]>();
  for (const match of text.matchAll(shapes)) {
    const offsets = found.get(match[0]) ?? [];
    offsets.push(match.index);
    found.set(match[0], offsets);
  }
  return [...found].map(([placeholder, offsets]) => ({ text: placeholder, offsets }));
}

/** The answers put into every place; a placeholder without an answer stays. */
export function replacements(placeholders: readonly Placeholder[], answers: Answers): Replacement[] {
  return placeholders.flatMap(({ text, offsets }) => {
    const answer = answers[text];
    const value = typeof answer === 'string' ? answer : answer?.[0];
    return value === undefined ? [] : offsets.map((offset) => ({ offset, length: text.length, text: value }));
  });
}
