/**
 * Whether a text meets any of the values of a test, found out of all values at once: a policy may list hundreds of ranges or dates, and as
 * many texts are tried.
 */
import type { OperatorFact } from '../aws';
import { holesOf, type Value } from '../policy';
import { addressesIn, holdsAddress } from './addressSets';
import { compare, dateOf, numberOf } from './conditionValues';

export function meetsAny(operator: OperatorFact, values: readonly Value[]): (text: string) => boolean {
  if (values.length > 1) {
    const known = values.filter((value) => holesOf(value).length === 0);
    if (operator.family === 'ip') {
      const set = addressesIn(known.map(({ text }) => text));
      return (text) => holdsAddress(set, text);
    }
    if (operator.family === 'number' || operator.family === 'date') return holdsForAny(operator, known.map(({ text }) => text));
  }
  return (text) => values.some((value) => compare(operator, value, text, undefined).is === 'yes');
}

/** Of bounds the widest one tells. */
function holdsForAny({ family, comparison }: OperatorFact, texts: readonly string[]): (text: string) => boolean {
  const read = family === 'date' ? dateOf : numberOf;
  const wanted = new Set(texts.flatMap((text) => read(text) ?? []));
  const most = [...wanted].reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const least = [...wanted].reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return (text) => {
    const have = read(text);
    if (have === undefined) return false;
    switch (comparison) {
      case 'less':
        return have < most;
      case 'less-or-equal':
        return have <= most;
      case 'greater':
        return have > least;
      case 'greater-or-equal':
        return have >= least;
      default:
        return wanted.has(have);
    }
  };
}
