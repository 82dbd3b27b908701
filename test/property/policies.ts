/// <reference types="vite/client" />
/** Texts that a rule may meet: policies of any content and type, and what is left of real-looking ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { PolicyKind } from '../../server/src/policy';
import { forms, unmark, wrap, type RuleCases } from '../rules/harness';

export interface Sample {
  readonly text: string;
  readonly kind: PolicyKind | undefined;
}

const kinds: readonly PolicyKind[] = ['queue', 'dead-letter-queue', 'key'];
const account = '111122223333';
const words = ['', '*', '?', ' ', 'Allow', 'deny', '2012-10-17', '2008-10-17', 'sqs:*', 'SQS:sendmessage', 'sqs:SendMessageBatch', 'kms:Decrypt', 'kms:*Grant*', 'kms', ':', 's3:GetObject', 'true', 'FALSE', account, '0111122223333', '10.0.0.0/8', '::1', '2026-01-01T00:00:00Z', '12', 'sns.amazonaws.com', 'sqs.eu-west-1.amazonaws.com', '*.amazonaws.com', 'o-a1b2c3d4e5', 'AIDAEXAMPLEID', '<account>', '<', '${name}', '${aws:PrincipalAccount}', '${', '%{ if x }', '{{x}}', '😀', '\uD800', 'é', '\n', '__proto__', 'a'.repeat(300)];
const arns = [`arn:aws:sqs:eu-west-1:${account}:orders`, `arn:aws:sqs:*:${account}:*`, `arn:aws:sns:eu-west-1:${account}:orders`, 'arn:aws:s3:::bucket', `arn:aws:iam::${account}:root`, `arn:aws:iam::${account}:role/worker`, 'arn:aws:iam::*:role/*', `arn:aws:kms:eu-west-1:${account}:key/*`, 'arn:aws-cn:sqs:cn-north-1:${AWS::AccountId}:<name>', 'arn:', 'arn:aws', 'arn::::::::'];
const elements = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition', 'effect', 'Actions', 'Principle', 'Comment', '', '__proto__', 'constructor'];
const operators = ['StringEquals', 'StringLike', 'ArnLike', 'ArnEquals', 'Bool', 'Null', 'IpAddress', 'NumericLessThan', 'DateLessThan', 'StringEqualsIfExists', 'ForAnyValue:StringLike', 'ForAllValues:StringNotEquals', 'stringequals', 'StringNotEqualsIgnoreCase', 'Equals', 'toString', ''];
const keys = ['aws:SourceArn', 'aws:SourceAccount', 'AWS:sourceaccount', 'aws:SourceOrgID', 'aws:PrincipalOrgID', 'aws:PrincipalArn', 'aws:SecureTransport', 'aws:SourceIp', 'aws:SourceVpce', 'aws:PrincipalTag/team', 'aws:Tag', 'kms:ViaService', 'kms:CallerAccount', 'kms:EncryptionContext:aws:sqs:arn', 'kms:GrantIsForAWSResource', 'sqs:x', 'SourceArn', '${key}', '<key>', '', 'hasOwnProperty'];
const principals = ['AWS', 'Service', 'Federated', 'CanonicalUser', 'aws', 'Aws', 'User', ''];

const word = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...words) }, { weight: 3, arbitrary: fc.constantFrom(...arns) }, { weight: 1, arbitrary: fc.string({ maxLength: 12 }) });
const hole = fc.constantFrom<unknown>({ Ref: 'Queue' }, { 'Fn::GetAtt': ['Queue', 'Arn'] }, { 'Fn::Sub': `arn:aws:sqs:\${AWS::Region}:${account}:x` }, { 'Fn::If': ['c', '*', { Ref: 'AWS::NoValue' }] }, { 'Fn::If': ['c'] }, { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'sqs']] });
const odd = fc.oneof(fc.constantFrom<unknown>(null, true, false, 0, -1, 111122223333, 1e300, 0.5, [], {}, [[]], [null], [{}], { '': '' }), hole, fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text) as unknown));
/** What belongs there, a list of it, or what does not. */
const one = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> => fc.oneof({ weight: 6, arbitrary: value }, { weight: 3, arbitrary: fc.array(value, { maxLength: 4 }) }, { weight: 1, arbitrary: odd });
/** Unlike an object's spread, keeps `__proto__` as a key. */
const record = (key: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>, maxLength: number): fc.Arbitrary<object> => fc.array(fc.tuple(key, value), { maxLength }).map((entries) => Object.fromEntries(entries));

const principal = fc.oneof(one(word), record(fc.constantFrom(...principals), one(word), 3));
const condition = one(record(fc.constantFrom(...operators), one(record(fc.constantFrom(...keys), one(word), 3)), 3));
const anyStatement = record(fc.constantFrom(...elements), fc.oneof(one(word), principal, condition), 7);
const likelyStatement = fc
  .record({ Sid: one(word), Effect: fc.oneof({ weight: 5, arbitrary: fc.constantFrom<unknown>('Allow', 'Deny') }, one(word)), Principal: principal, Action: one(fc.constantFrom(...words.filter((w) => w.includes(':')))), Resource: one(word), Condition: condition }, { requiredKeys: ['Effect'] })
  .chain((statement) => fc.array(fc.tuple(fc.constantFrom(...elements), one(word)), { maxLength: 1 }).map((more) => ({ ...statement, ...Object.fromEntries(more) })));
const statements = one(fc.oneof({ weight: 4, arbitrary: likelyStatement }, { weight: 1, arbitrary: anyStatement }));
const policy = fc.oneof(
  { weight: 8, arbitrary: fc.record({ Version: one(fc.constantFrom('2012-10-17', '2008-10-17', '2026-11-24')), Id: one(word), Statement: statements }, { requiredKeys: ['Statement'] }) as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.record({ Version: one(word), statement: statements, Statements: statements }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: odd },
);

/** Any content and any type, in each of the forms. */
export const arbitraryPolicy: fc.Arbitrary<Sample> = fc
  .tuple(policy, fc.constantFrom(...kinds), fc.boolean(), fc.constantFrom(...forms), fc.constantFrom(undefined, 1, 2, '\t'))
  .map(([value, kind, told, form, indent]) => ({ text: wrap(JSON.stringify(value, null, indent), form, kind).text, kind: told ? kind : undefined }));

const modules = import.meta.glob<{ cases: RuleCases }>('../fixtures/rules/*/cases.ts', { eager: true });
const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** Every text of the rules' cases, and of the examples. */
export const fixtures: readonly Sample[] = [
  ...Object.values(modules).flatMap(({ cases }) => [...cases.invalid, ...cases.valid].map((c): Sample => ({ text: unmark(c.policy).text, kind: c.kind ?? 'queue' }))),
  ...readdirSync(examples).map((file): Sample => ({ text: readFileSync(join(examples, file), 'utf8'), kind: undefined })),
];

const scraps = ['', '{', '}', '[', ']', '"', ',', ':', '\\', '\\u12', '\\u0041', '${x}', '%{ if }', '{{x}}', '//', '/*', '*/', '#', '\r\n', '\uFEFF', '😀', '\uD800', '<a>', 'null', '*', '{"Fn::If": ["c", 1, {"Ref": "AWS::NoValue"}]}'];
const fixture = fc.constantFrom(...fixtures);
const insert = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...scraps) }, { weight: 1, arbitrary: word }, { weight: 1, arbitrary: fc.tuple(fixture, fc.nat(), fc.nat(200)).map(([{ text }, at, length]) => text.slice(at % text.length, (at % text.length) + length)) });

/** Spliced and cut anywhere, then put into one of the forms: the cut is also one of the policy inside a whole document. */
export const mutatedFixture: fc.Arbitrary<Sample> = fc
  .record({ of: fixture, edits: fc.array(fc.tuple(fc.nat(), fc.nat(40), insert), { maxLength: 3 }), cut: fc.option(fc.nat(), { freq: 2 }), form: fc.constantFrom(...forms), outerCut: fc.option(fc.nat(), { freq: 4 }) })
  .map(({ of, edits, cut, form, outerCut }) => {
    const spliced = edits.reduce((text, [at, length, more]) => text.slice(0, at % (text.length + 1)) + more + text.slice((at % (text.length + 1)) + length), of.text);
    const inner = cut === null ? spliced : spliced.slice(0, cut % (spliced.length + 1));
    const { text } = wrap(inner, form, of.kind ?? 'queue');
    return { text: outerCut === null ? text : text.slice(0, outerCut % (text.length + 1)), kind: of.kind };
  });
