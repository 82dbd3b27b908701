/**
 * Tests of keys of which AWS's documents do not say whether such a caller has them, or what is in them. The key is a constant with several
 * possible values: a test that says the same for each of them is decided, another one is not.
 */
import { facts, type OperatorFact } from '../aws';
import { depends, hasHole, NO, not, truth, YES, type ConditionTest, type Truth, type Value } from '../policy';
import type { Candidate } from './callers';
import { compare } from './conditionValues';
import { isText } from './constraints';

/** Of a service's own call; of one that it makes on behalf of a principal aws:SourceIp alone. */
const OF_SERVICES = /^(aws:(principal(arn|account|type)|userid|sourceip)|kms:(calleraccount|viaservice))$/;
/** Of a role or user of whom there is a reference alone. */
const OF_REFERENCES = /^(aws:(principal(account|type)|userid|username)|kms:calleraccount)$/;

export function isUnsettled(key: string, { kind, service, forwarded }: Candidate): boolean {
  if (kind === 'service') return OF_SERVICES.test(key) || (key === 'aws:principalservicenameslist' && service !== undefined) || key === 'aws:principalservicenameslist';
  if (kind === 'reference' && OF_REFERENCES.test(key)) return true;
  return forwarded && key === 'aws:sourceip';
}

/** What the test says whatever the constant is. */
export function settle(test: ConditionTest, key: string, candidate: Candidate): Truth {
  const { operator, set, ifExists, problem } = facts.parseOperator(test.operator.text);
  const unsure = depends([{ label: test.key.text, node: test.key.node }]);
  if (!operator || problem || !test.certain || hasHole(test.key) || test.list.open) return unsure;
  if (key === 'aws:principalservicenameslist') return settleNames(test, candidate.service);
  const mayBeAbsent = candidate.kind !== 'reference';
  if (operator.family === 'null') return mayBeAbsent || set ? unsure : truth(test.list.values.some(({ text }) => text.toLowerCase() === 'false'));
  const absent = truth(set === 'ForAllValues' || ifExists || (set === undefined && operator.negated));
  const matched = test.list.values.map((value) => mayEqual(value, key, operator));
  const any: Truth = matched.includes('yes') ? YES : matched.includes('depends') ? unsure : NO;
  const present = operator.negated ? not(any) : any;
  return !mayBeAbsent || absent.is === present.is ? present : unsure;
}

/** Whatever the key holds is not a customer's ARN, account or unique id. */
function mayEqual({ text }: Value, key: string, operator: OperatorFact): Truth['is'] {
  const hasPatterns = operator.wildcard || operator.family === 'arn';
  if (hasPatterns && /^\*+$/.test(text)) return 'yes';
  if (!isText(operator)) return 'depends';
  if (!hasPatterns && /[*?]/.test(text)) return 'no';
  return /^aws:(principal(arn|account)|userid)$/.test(key) && /^(arn:[^:]*:(iam|sts)::\d{12}:|\d{12}(:|$)|A[A-Z]{3}[A-Z0-9]{12})/.test(text) ? 'no' : 'depends';
}

/**
 * The list holds the service's own name, and perhaps other names of the same service. A test says one or the other as names are added, so
 * the shortest and the longest list tell.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalservicenameslist (2026-11)
 */
function settleNames(test: ConditionTest, service: string | undefined): Truth {
  const unsure = depends([{ label: test.key.text, node: test.key.node }]);
  const { operator, set } = facts.parseOperator(test.operator.text);
  if (!operator || operator.family === 'null' || !set) return operator?.family === 'null' && !set ? truth(test.list.values.some(({ text }) => text.toLowerCase() === 'false')) : unsure;
  if (test.list.values.some(hasHole)) return unsure;
  // One of which nothing is known but that no name of its own is tested.
  if (service === undefined && test.list.values.some(({ text }) => /^[^.]*[*?]/.test(text) && !/^\*(\.amazonaws\.com)?$/.test(text))) return unsure;
  const own = service ?? 'another-service.amazonaws.com';
  const family = own.split('.')[0]!;
  const named = test.list.values.map(({ text }) => text.replace(/\*/g, 'x').replace(/\?/g, 'x')).filter((text) => text.startsWith(`${family}.`));
  const longest = [own, `${family}.amazonaws.com`, `${family}.eu-west-1.amazonaws.com`, ...named];
  const meets = (name: string): boolean => test.list.values.some((value) => compare(operator, value, name, undefined).is === 'yes') !== operator.negated;
  const over = (names: readonly string[]): boolean => (set === 'ForAllValues' ? names.every(meets) : names.some(meets));
  const [short, long] = [over([own]), over(longest)];
  return short === long ? truth(short) : unsure;
}
