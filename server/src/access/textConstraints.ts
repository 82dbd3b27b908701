/** Whether a text exists that matches some wildcard patterns and none of others, with a short one as witness: a record of one free field. */
import { free, FREE } from './records';
import { solveRecord } from './solveRecord';
import { isUndefined, type TextPattern } from './textPatterns';

export type { TextPattern } from './textPatterns';

/** The text matches at least one of the patterns; negated: none of them. */
export interface TextConstraint {
  readonly negated: boolean;
  readonly patterns: readonly TextPattern[];
}

/** `unknown`: the steps are used up, or AWS does not say what a pattern means (an ARN of fewer than six parts with wildcards). */
export type TextAnswer = { readonly is: 'some'; readonly text: string } | { readonly is: 'none' } | { readonly is: 'unknown' };

/** `budget`: steps that are shared with other searches. */
export function findText(constraints: readonly TextConstraint[], budget?: { left: number }, states?: number): TextAnswer {
  for (const { patterns } of constraints) for (const pattern of patterns) if (isUndefined(pattern)) return { is: 'unknown' };
  const found = solveRecord(free, constraints.map(({ negated, patterns }) => ({ negated, patterns: patterns.map(({ text, mode }) => ({ text, mode, view: FREE })) })), budget, states);
  return found.is === 'some' ? { is: 'some', text: found.fields[0]! } : found;
}

/** Whether every text of the second matches the first; undefined where that is not known. */
export function includes(wide: readonly TextPattern[], narrow: readonly TextPattern[]): boolean | undefined {
  const { is } = findText([{ negated: false, patterns: narrow }, { negated: true, patterns: wide }]);
  return is === 'unknown' ? undefined : is === 'none';
}
