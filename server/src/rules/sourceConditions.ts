/**
 * What pins the resource on whose behalf a service calls: aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, aws:SourceOrgPaths.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html (2026-11)
 */
import type { Facts, SourceShape } from '../aws';
import { DEPLOYMENT, hasHole, holesOf, parseArn, type ConditionTest, type Hole, type Own, type PolicyKind, type Statement, type Value } from '../policy';
import type { PlainValue } from '../syntax';
import { conditionFix } from './conditionEdits';
import type { Fix, RuleContext } from './rule';

export interface NamedService {
  readonly value: Value;
  readonly name: string;
}

/** The service principals that a statement names in full. */
export function servicesOf(statement: Statement): readonly NamedService[] {
  const named: NamedService[] = [];
  for (const entry of statement.principal?.entries ?? [])
    if (entry.type === 'Service') for (const value of entry.list.values) if (holesOf(value).length === 0) named.push({ value, name: value.text });
  return named;
}

/**
 * Tests on a key that let nobody through who lacks it or has another value: positive, without IfExists (passes when absent) and without
 * ForAllValues (true for an absent key).
 */
export function restrictingTests(statement: Statement, facts: Facts, keys: readonly string[]): readonly ConditionTest[] {
  return (statement.condition?.tests ?? []).filter((test) => {
    if (!keys.includes(test.key.text.toLowerCase())) return false;
    const { operator, ifExists, set } = facts.parseOperator(test.operator.text);
    return operator !== undefined && (operator.family === 'string' || operator.family === 'arn') && !operator.negated && !ifExists && set !== 'ForAllValues';
  });
}

export const ACCOUNT_KEYS = ['aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths'] as const;
export const SOURCE_KEYS = ['aws:sourcearn', ...ACCOUNT_KEYS] as const;

/** A value that leaves everything open: `*`, `arn:aws:sns:*:*:*`. A hole is taken as the value that a person will fill in. */
export function isUnlimited(value: Value): boolean {
  if (/^\*+$/.test(value.text)) return true;
  const arn = parseArn(value);
  // A hole may hold several parts.
  if (!arn || (!arn.resource && hasHole(value))) return false;
  return [arn.region, arn.account, arn.resource].every((part) => part === undefined || /^[*/?:]*$/.test(part.text));
}

/** The holes that keep us from knowing what a statement's conditions are. */
export function conditionHoles(statement: Statement): readonly Hole[] | undefined {
  const condition = statement.condition;
  if (!condition?.open && statement.open && !condition) return [{ label: 'Condition', node: statement.node }];
  if (!condition?.open) return undefined;
  return condition.holes.length > 0 ? condition.holes : [{ label: 'Condition', node: condition.member.value ?? condition.member.key }];
}

/** The forms of aws:SourceArn that a service sends, and whether it sends it and aws:SourceAccount at all, to this kind of resource. */
export function sourceFacts(facts: Facts, name: string, kind: PolicyKind): { readonly shapes: readonly SourceShape[]; readonly sends: { readonly arn: boolean; readonly account: boolean } } | undefined {
  const fact = facts.findServicePrincipal(name)?.fact;
  const user = kind === 'key' ? (fact?.sender?.onKey ?? fact?.keyUser) : fact?.sender?.kind === 'policy' ? fact.sender.onQueue : undefined;
  if (!fact || !user) return undefined;
  return { shapes: fact.sender?.shapes ?? fact.keyUser?.shapes ?? [], sends: { arn: user.sendsSourceArn === true, account: user.sendsSourceAccount === true } };
}

/** What the statement's Resource tells of its surroundings; where it tells nothing what the host fills in, else placeholders. */
export function surroundings(statement: Statement, account: string | undefined, own?: Own): { readonly partition: string; readonly region: string; readonly account: string } {
  const segments = statement.resource?.values.map((v) => v.text.split(':')).find((s) => s[0] === 'arn' && s.length >= 6);
  const known = (text: string | undefined, pattern: RegExp): string | undefined => (text && pattern.test(text) ? text : undefined);
  const deployed = own?.expressions ? DEPLOYMENT : undefined;
  return {
    partition: known(segments?.[1], /^aws[a-z-]*$/) ?? deployed?.partition ?? 'aws',
    region: known(segments?.[3], /^[a-z]+(-[a-z]+)+-\d$/) ?? deployed?.region ?? '<region>',
    account: account ?? known(segments?.[4], /^\d{12}$/) ?? deployed?.account ?? '<account-id>',
  };
}

/** `arn:${Partition}:sns:${Region}:${Account}:${TopicName}` with what is known filled in and the rest as placeholders: `<topic-name>`. */
export function shapeExample(shape: SourceShape, around: ReturnType<typeof surroundings>): string {
  return shape.arn.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    if (name === 'Partition') return around.partition;
    if (name === 'Region') return around.region;
    if (name === 'Account') return around.account;
    return `<${name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}>`;
  });
}

/** As the host writes it. */
export function written(text: string, own: Own | undefined): PlainValue {
  return own?.expressions ? own.expressions.write(text) : text;
}

/** What is deployed along and may be the source: by its ARN, with what to call it. */
export function deployedSources(shape: SourceShape, own: Own | undefined): readonly { readonly name: string; readonly arn: PlainValue }[] {
  return (own?.expressions?.deployed ?? [])
    .filter(({ type }) => type.service === shape.service && shape.resource.test(type.resource.replace('*', 'xxx')))
    .slice(0, MOST_SOURCES)
    .map(({ name, type }) => ({ name, arn: type.arn }));
}

/** A longer menu is of no help. */
const MOST_SOURCES = 3;

/** AWS's pages disagree on what these send to KMS, so they are told softly. */
export const SOFT_ON_KEYS = /^(events|cloudtrail)\./;

/** Whether a service is known to say for whom it calls. */
export function sendsSource(service: NamedService, context: RuleContext): boolean {
  const source = sourceFacts(context.facts, service.name, context.kind);
  if (source === undefined) return false;
  return source.sends.arn || source.sends.account || (context.kind === 'key' && SOFT_ON_KEYS.test(service.name));
}

/** Conditions that pin the source, in the form that the service sends. */
export function sourceConditionFixes(service: NamedService, statement: Statement, context: RuleContext): Fix[] {
  const source = sourceFacts(context.facts, service.name, context.kind);
  const { own } = context;
  const around = surroundings(statement, context.owner.account, own);
  const shape = source?.shapes[0];
  const fixes: Fix[] = [];
  if (shape && source.sends.arn) {
    // An ARN without an account says nothing of who owns it.
    const account = shape.hasAccount ? undefined : { StringEquals: { 'aws:SourceAccount': written(around.account, own) } };
    const keys = account ? 'aws:SourceArn and aws:SourceAccount' : 'aws:SourceArn';
    const deployed = deployedSources(shape, own);
    for (const { name, arn } of deployed) fixes.push(...conditionFix(`Limit to ${name} with ${keys}`, statement, { ArnLike: { 'aws:SourceArn': arn }, ...account }));
    if (deployed.length === 0) fixes.push(...conditionFix(`Limit to one source with ${keys}`, statement, { ArnLike: { 'aws:SourceArn': written(shapeExample(shape, around), own) }, ...account }));
  }
  if (source?.sends.account) fixes.push(...conditionFix('Limit to one account with aws:SourceAccount', statement, { StringEquals: { 'aws:SourceAccount': written(around.account, own) } }));
  return fixes;
}
