/** How the values of a condition compare with the one that a request carries, by family of operator. */
import type { OperatorFact } from '../aws';
import { depends, holesOf, matches, NO, truth, type Truth, type Value, type VariableLookup } from '../policy';
import { inRange } from './ipAddress';

/** Does the request's value meet the policy's, leaving negation aside? */
export function compare(operator: OperatorFact, value: Value, given: string, variables: VariableLookup | undefined): Truth {
  switch (operator.family) {
    case 'string':
      return matches(value, given, operator.wildcard ? 'wildcard' : operator.ignoreCase ? 'exact-ignoring-case' : 'exact', variables);
    case 'arn':
      return matches(value, given, 'arn', variables);
    case 'binary':
      return matches(value, given, 'exact');
    case 'bool':
      return matches(value, given, 'exact-ignoring-case');
    default:
      break;
  }
  if (holesOf(value).length > 0) return depends(holesOf(value));
  if (operator.family === 'ip') return truth(inRange(given, value.text));
  const [wanted, have] = operator.family === 'date' ? [dateOf(value.text), dateOf(given)] : [numberOf(value.text), numberOf(given)];
  if (wanted === undefined || have === undefined) return NO;
  switch (operator.comparison) {
    case 'less':
      return truth(have < wanted);
    case 'less-or-equal':
      return truth(have <= wanted);
    case 'greater':
      return truth(have > wanted);
    case 'greater-or-equal':
      return truth(have >= wanted);
    default:
      return truth(have === wanted);
  }
}

export function numberOf(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** JavaScript takes the 30th of February for a day of March. */
function isDay(text: string): boolean {
  const [, month, day] = /^\d{4}-(\d\d)-(\d\d)/.exec(text) ?? [];
  const year = Number(text.slice(0, 4));
  return month === undefined || new Date(Date.UTC(year, Number(month) - 1, Number(day))).getUTCMonth() === Number(month) - 1;
}

/** W3C's profile of ISO 8601, also without seconds (`2009-06-30T12:00Z`), or seconds since 1970. Milliseconds. */
export function dateOf(text: string): number | undefined {
  if (/^\d{1,12}$/.test(text) && !/^\d{4}$/.test(text)) return Number(text) * 1000;
  if (!/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/.test(text)) return undefined;
  const zoned = /T.*[^Z]$/.test(text) && !/[+-]\d\d:?\d\d$/.test(text) ? `${text}Z` : text;
  const time = Date.parse(zoned);
  return Number.isNaN(time) || !isDay(text) ? undefined : time;
}
