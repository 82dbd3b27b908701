/**
 * Which queue or key a policy belongs to. It is attached to exactly one; where its ARN is not known, it is one of those that the policy tells
 * apart, and an answer holds if it holds for each.
 */
import { anyValue, areApart, depends, derive, hasUnits, like, likeArn, NO, OWN_PARTITION, not, truth, withUnits, withWildcards, YES, type ElementList, type Policy, type PolicyKind, type Statement, type Truth, type Value } from '../policy';
import { arnParts } from './containment/patterns';
import { solveRecord, type Demand, type ViewPattern } from './solveRecord';
import type { RecordShape } from './records';
import { ownShape } from './records';

export interface OwnResource {
  /** Its ARN, or a text that stands for all that the policy does not tell from it; undefined: one that no Resource names. */
  readonly arn: string | undefined;
  /** The ARN is that of the queue or key; else it only stands for others. */
  readonly known: boolean;
}

const UNNAMED: OwnResource = { arn: undefined, known: false };
/** One of so many that they are not told apart: whether a Resource other than `*` matches it is not known. */
export const UNTOLD: OwnResource = { arn: '', known: false };

/** More patterns than this are not told apart one by one. */
const MOST_PATTERNS = 4;

/** Those of several versions of a policy together. `arns`: what the host or the user says. */
export function ownResources(policies: readonly Policy[], kind: PolicyKind, arns: readonly string[] | undefined): readonly OwnResource[] | 'too many' {
  if (arns) return arns.map((arn) => ({ arn, known: true }));
  const [policy, ...others] = policies;
  return others.length === 0 && policy ? ownOf(policy)(kind) : candidatesOf(policies, kind);
}

const ownOf = derive((policy: Policy) => {
  const found = new Map<boolean, readonly OwnResource[] | 'too many'>();
  return (kind: PolicyKind) => {
    const isKey = kind === 'key';
    let own = found.get(isKey);
    if (!own) found.set(isKey, (own = candidatesOf([policy], kind)));
    return own;
  };
});

function candidatesOf(policies: readonly Policy[], kind: PolicyKind): readonly OwnResource[] | 'too many' {
  const concrete = new Set<string>();
  const patterns = new Set<string>();
  const others = new Set<string>();
  const isOwnKind = kind === 'key' ? isKeyArn : isQueueArn;
  for (const { statements } of policies)
    for (const { resource, notResource } of statements) {
      for (const value of resource?.values ?? []) {
        const text = withUnits(value);
        if (text === '*') continue;
        if (/[*?]/.test(text)) patterns.add(text);
        else if (isOwnKind(text)) concrete.add(text);
      }
      for (const value of notResource?.values ?? []) {
        const text = withUnits(value);
        if (/[*?]/.test(text)) patterns.add(text);
        else if (isOwnKind(text)) others.add(text);
      }
    }
  const named: OwnResource[] = [...concrete].map((arn) => ({ arn, known: true }));
  // A key's own ARN mostly is not known, as its policy need not name it.
  if (named.length === 1 && kind !== 'key') return named;
  patterns.delete('*');
  if (patterns.size > MOST_PATTERNS) return 'too many';
  const apart = [...[...others].filter((arn) => !concrete.has(arn)).map((arn) => ({ arn, known: true })), ...cellsOf([...patterns], [...concrete, ...others], kind)];
  return [...named, ...apart];
}

/** A whole value that is still to be filled in may be the ARN. */
function isQueueArn(text: string): boolean {
  return /^(arn:[^:]*:sqs:|\u{e001})/u.test(text);
}

function isKeyArn(text: string): boolean {
  return /^(arn:[^:]*:kms:[^:]*:[^:]*:key\/|\u{e001})/u.test(text);
}

/** One for each combination of patterns that an ARN can match, and for none of them. */
function cellsOf(patterns: readonly string[], named: readonly string[], kind: PolicyKind): OwnResource[] {
  const usable = patterns.filter((text) => text.split(':').length >= 6);
  const partitions = new Set(usable.map((text) => text.split(':')[1]!).filter((partition) => !/[*?]/.test(partition)));
  const shapes = [...(partitions.size > 0 ? partitions : ['aws'])].map((partition) => ownShape(partition, kind === 'key'));
  const found: OwnResource[] = [];
  for (let cell = 0; cell < 1 << usable.length; cell++) {
    const demands = usable.map((text, at): Demand => ({ negated: (cell & (1 << at)) === 0, patterns: [patternOf(text)] }));
    if (named.length > 0) demands.push({ negated: true, patterns: named.map((text): ViewPattern => ({ view: 'own', text, mode: 'exact' })) });
    const arn = textIn(shapes, demands);
    if (arn !== undefined) found.push(cell === 0 && usable.length === 0 ? UNNAMED : { arn, known: false });
  }
  return found;
}

function patternOf(text: string): ViewPattern {
  return { view: 'own', text, mode: 'arn' };
}

function textIn(shapes: readonly RecordShape[], demands: readonly Demand[]): string | undefined {
  for (const shape of shapes) {
    const found = solveRecord(shape, demands);
    if (found.is !== 'some') continue;
    return shape.views.get('own')!.map((part) => (typeof part === 'string' ? part : found.fields[part]!)).join('');
  }
  return undefined;
}

/** Whether Resource or NotResource takes in the queue or key. */
export function matchesOwn(statement: Statement, own: OwnResource, kind: PolicyKind): Truth {
  const known = truths(statement);
  const key = `${kind === 'key' ? 'key' : 'queue'} ${own.arn ?? 'none'}`;
  let is = known.get(key);
  if (!is) known.set(key, (is = matchesResources(statement, own, kind)));
  return is;
}

const truths = derive<Statement, Map<string, Truth>>(() => new Map());

function matchesResources(statement: Statement, own: OwnResource, kind: PolicyKind): Truth {
  const { resource, notResource } = statement;
  if (resource) return anyOf(resource, own);
  if (notResource) return not(anyOf(notResource, own));
  // KMS accepts a statement without Resource, and it does nothing; what SQS makes of one no page says.
  return statement.open || kind !== 'key' ? depends([{ label: 'Resource', node: statement.node }]) : NO;
}

function anyOf(list: ElementList, own: OwnResource): Truth {
  return anyValue(list, { label: 'Resource', node: list.node }, (value) => matchesOne(value, own));
}

function matchesOne(value: Value, { arn }: OwnResource): Truth {
  if (value.text === '*') return YES;
  // The older way to write a queue; no AWS page says that it still works.
  if (/^\/\d{12}\/[^/*?]+$/.test(value.text)) return depends([{ label: value.text, node: value.node }]);
  if (arn === UNTOLD.arn) return depends([{ label: value.text, node: value.node }]);
  if (arn === undefined) return NO;
  const text = withUnits(value);
  if (text === arn) return YES;
  if (hasUnits(text) || hasUnits(arn)) {
    const is = mayMatch(text, arn);
    return is === 'maybe' ? depends([{ label: value.text, node: value.node }]) : truth(is === 'yes');
  }
  const like = likeArn(value.text, arn);
  return like === 'undocumented' ? depends([{ label: value.text, node: value.node }]) : truth(like);
}

type Match = 'yes' | 'no' | 'maybe';

/** Where one of the two has parts that are still to be filled in. */
function mayMatch(pattern: string, arn: string): Match {
  const [parts, own] = [arnParts(pattern), arnParts(arn)];
  // Two references by themselves are two queues; one beside an ARN may be that very one, as may a pattern of too few parts.
  if (!parts) return /[*?]/.test(pattern) || (own && hasUnits(pattern)) ? 'maybe' : 'no';
  if (!own) return 'maybe';
  if (areApart(pattern, arn)) return 'no';
  // A policy that spells its partition is for deployments in it.
  const found = parts.map((part, at) => (at === 1 && [part, own[at]!].includes(OWN_PARTITION) ? 'yes' : partMatches(part, own[at]!)));
  return found.includes('no') ? 'no' : found.includes('maybe') ? 'maybe' : 'yes';
}

function partMatches(pattern: string, part: string): Match {
  if (like(pattern, part)) return 'yes';
  if (!hasUnits(part)) return hasUnits(pattern) && like(withWildcards(pattern), part) ? 'maybe' : 'no';
  return hasUnits(pattern) || /[*?]/.test(pattern) || like(withWildcards(part), pattern) ? 'maybe' : 'no';
}
