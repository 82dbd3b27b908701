import { describe, expect, test } from 'vitest';
import { contextOf, evaluate, type AccessRequest, type Caller } from '../../../server/src/access';
import { findPolicies } from '../../../server/src/documents';
import type { PolicyKind } from '../../../server/src/policy';
import type { PlainValue } from '../../../server/src/syntax';

const OWN = '111122223333';
const role: Caller = { kind: 'principal', arn: `arn:aws:iam::${OWN}:role/app/worker`, account: OWN };
const session: Caller = { kind: 'principal', arn: `arn:aws:sts::${OWN}:assumed-role/worker/s1`, account: OWN, roleArn: `arn:aws:iam::${OWN}:role/app/worker` };
const stranger: Caller = { kind: 'principal', arn: 'arn:aws:iam::999988887777:role/x', account: '999988887777' };
const sns: Caller = { kind: 'service', name: 'sns.amazonaws.com' };
const anonymous: Caller = { kind: 'anonymous' };

function decide(statements: PlainValue, caller: Caller, extra: Record<string, string[] | undefined> = {}, options: { kind?: PolicyKind; action?: string; resource?: string; version?: string } = {}) {
  const { kind = 'queue', action = kind === 'key' ? 'kms:Decrypt' : 'sqs:SendMessage', version = '2012-10-17', resource } = options;
  const { policy } = findPolicies(JSON.stringify({ Version: version, Statement: statements }), { name: 'p.json', kind }).policies[0]!;
  const request: AccessRequest = { action, caller, context: contextOf(caller, extra), ...(resource !== undefined && { resource }) };
  return evaluate(policy, request, { kind, owner: OWN });
}

const allow = (principal: PlainValue, condition?: PlainValue, more: Record<string, PlainValue> = {}): PlainValue => ({ Effect: 'Allow', Principal: principal, Action: '*', Resource: '*', ...(condition === undefined ? {} : { Condition: condition }), ...more });
const when = (condition: PlainValue) => allow('*', condition);

describe('operators, on a key that is there and on one that is not', () => {
  const KEY = 'aws:userid';
  test.each<[operator: string, value: PlainValue, given: string | undefined, decision: string]>([
    ['StringEquals', 'a', 'a', 'allowed'],
    ['StringEquals', 'a', 'A', 'implicit-deny'],
    ['StringEquals', ['b', 'a'], 'a', 'allowed'],
    ['StringEquals', 'a*', 'ab', 'implicit-deny'],
    ['StringEquals', 'a', undefined, 'implicit-deny'],
    ['StringEqualsIgnoreCase', 'a', 'A', 'allowed'],
    ['StringNotEquals', 'a', 'b', 'allowed'],
    ['StringNotEquals', ['a', 'b'], 'b', 'implicit-deny'],
    ['StringNotEquals', 'a', undefined, 'allowed'],
    ['StringEqualsIfExists', 'a', undefined, 'allowed'],
    ['StringEqualsIfExists', 'a', 'b', 'implicit-deny'],
    ['StringLike', 'a?c*', 'abc:d', 'allowed'],
    ['StringNotLike', 'a*', 'abc', 'implicit-deny'],
    ['ForAllValues:StringEquals', 'a', undefined, 'allowed'],
    ['ForAnyValue:StringEquals', 'a', undefined, 'implicit-deny'],
    ['ForAnyValue:StringNotEquals', 'a', undefined, 'implicit-deny'],
    ['Null', 'true', undefined, 'allowed'],
    ['Null', 'true', 'a', 'implicit-deny'],
    ['Null', 'false', 'a', 'allowed'],
    ['Bool', 'true', 'true', 'allowed'],
    ['Bool', 'true', undefined, 'implicit-deny'],
    ['BoolIfExists', 'false', undefined, 'allowed'],
    ['NumericLessThan', '10', '9', 'allowed'],
    ['NumericLessThan', '10', '10', 'implicit-deny'],
    ['NumericGreaterThanEquals', '10', '10', 'allowed'],
    ['DateLessThan', '2030-01-01T00:00:00Z', '2026-11-24T00:00:00Z', 'allowed'],
    ['DateGreaterThan', '2009-06-30T12:00Z', '2026-11-24T00:00:00Z', 'allowed'],
    ['DateEquals', '1700000000', '2023-11-14T22:13:20Z', 'allowed'],
    ['IpAddress', '203.0.113.0/24', '203.0.113.9', 'allowed'],
    ['IpAddress', '203.0.113.0/24', '203.0.114.9', 'implicit-deny'],
    ['IpAddress', '2001:db8::/32', '2001:db8:1::5', 'allowed'],
    ['NotIpAddress', '203.0.113.0/24', undefined, 'allowed'],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', 'allowed'],
    ['ArnLike', 'arn:aws:sns:*:111122223333:*', 'arn:aws:sns:eu-west-1:111122223333:a:b', 'allowed'],
    ['ArnEquals', 'arn:aws:sns:*:111122223333:x', 'arn:aws:sns:eu-west-1:111122223333:x', 'allowed'],
    ['ArnLike', 'arn:aws:*', 'arn:aws:sns:eu-west-1:111122223333:x', 'depends'],
    ['ArnLike', 'arn:aws:s3:*:*:b', 'arn:aws:s3:::b', 'allowed'],
    ['ArnNotLike', 'arn:aws:sns:*:111122223333:*', 'arn:aws:sns:eu-west-1:999988887777:x', 'allowed'],
    ['StringFoo', 'a', 'a', 'depends'],
    ['StringEquals', '${hole}', 'a', 'depends'],
    ['StringEquals', 'x${hole}', 'a', 'implicit-deny'],
  ])('%s %j of %j: %s', (operator, value, given, decision) => {
    expect(decide(when({ [operator]: { [KEY]: value } }), role, { [KEY]: given === undefined ? undefined : [given] }).decision).toBe(decision);
  });

  test('several values of the request', () => {
    const tags = (operator: string, value: PlainValue) => decide(when({ [operator]: { 'aws:TagKeys': value } }), role, { 'aws:tagkeys': ['a', 'b'] }).decision;
    expect(tags('ForAllValues:StringEquals', ['a', 'b', 'c'])).toBe('allowed');
    expect(tags('ForAllValues:StringEquals', ['a'])).toBe('implicit-deny');
    expect(tags('ForAnyValue:StringEquals', ['b'])).toBe('allowed');
    expect(tags('ForAllValues:StringNotEquals', ['c'])).toBe('allowed');
    expect(tags('ForAnyValue:StringNotEquals', ['a'])).toBe('allowed');
    expect(tags('StringEquals', ['a'])).toBe('depends');
  });

  test('keys and operators are AND; names of keys fold case', () => {
    expect(decide(when({ StringEquals: { 'AWS:UserID': 'a', 'aws:username': 'b' } }), role, { 'aws:userid': ['a'], 'aws:username': ['b'] }).decision).toBe('allowed');
    expect(decide(when({ StringEquals: { 'aws:userid': 'a' }, Bool: { 'aws:SecureTransport': 'true' } }), role, { 'aws:userid': ['a'], 'aws:securetransport': ['false'] }).decision).toBe('implicit-deny');
  });

  test('variables are text before 2012-10-17', () => {
    const own = when({ StringEquals: { 'aws:userid': '${aws:username}' } });
    expect(decide(own, role, { 'aws:userid': ['ann'], 'aws:username': ['ann'] }).decision).toBe('allowed');
    expect(decide(own, role, { 'aws:userid': ['ann'], 'aws:username': ['ann'] }, { version: '2008-10-17' }).decision).toBe('implicit-deny');
  });
});

describe('principals', () => {
  test.each<[name: string, principal: PlainValue, caller: Caller, kind: PolicyKind, decision: string]>([
    ['* is everybody', '*', anonymous, 'queue', 'allowed'],
    ['* is AWS *', { AWS: '*' }, sns, 'queue', 'allowed'],
    ['KMS knows nobody anonymous', '*', anonymous, 'key', 'implicit-deny'],
    ['a service by its name', { Service: 'sns.amazonaws.com' }, sns, 'queue', 'allowed'],
    ['a regional name is another', { Service: 'sns.eu-west-1.amazonaws.com' }, sns, 'queue', 'implicit-deny'],
    ['a role', { AWS: `arn:aws:iam::${OWN}:role/app/worker` }, role, 'queue', 'allowed'],
    ['a role matches its sessions', { AWS: `arn:aws:iam::${OWN}:role/app/worker` }, session, 'queue', 'allowed'],
    ['another role', { AWS: `arn:aws:iam::${OWN}:role/other` }, role, 'queue', 'implicit-deny'],
    ['a session', { AWS: `arn:aws:sts::${OWN}:assumed-role/worker/s1` }, session, 'queue', 'allowed'],
    ['the account, in a queue policy, hands over to IAM', { AWS: OWN }, role, 'queue', 'implicit-deny'],
    ['the account, whose root user it lets in by itself', { AWS: OWN }, { kind: 'principal', arn: `arn:aws:iam::${OWN}:root`, account: OWN }, 'queue', 'allowed'],
    ['the account, in a key policy, hands over to IAM', { AWS: `arn:aws:iam::${OWN}:root` }, role, 'key', 'implicit-deny'],
    ['another account', { AWS: '444455556666' }, stranger, 'queue', 'implicit-deny'],
    ['a hole', { AWS: 'arn:aws:iam::${account}:root' }, role, 'queue', 'depends'],
  ])('%s', (_, principal, caller, kind, decision) => {
    expect(decide(allow(principal), caller, {}, { kind }).decision).toBe(decision);
  });

  test('NotPrincipal with Deny always hits services', () => {
    const deny = { Effect: 'Deny', NotPrincipal: { AWS: [`arn:aws:iam::${OWN}:role/app/worker`, OWN] }, Action: '*', Resource: '*' };
    expect(decide([allow('*'), deny], sns).decision).toBe('explicit-deny');
    expect(decide([allow('*'), deny], role).decision).toBe('allowed');
    expect(decide([allow('*'), deny], stranger).decision).toBe('explicit-deny');
  });
});

describe('actions and resources', () => {
  test.each<[Record<string, PlainValue>, string, string]>([
    [{ Action: 'SQS:sendmessage' }, 'sqs:SendMessage', 'allowed'],
    [{ Action: 'sqs:Get*' }, 'sqs:GetQueueUrl', 'allowed'],
    [{ Action: 'sqs:?endMessage' }, 'sqs:SendMessage', 'allowed'],
    [{ Action: ['sqs:ReceiveMessage'] }, 'sqs:SendMessage', 'implicit-deny'],
  ])('%j for %s: %s', (more, action, decision) => {
    expect(decide(allow('*', undefined, more), role, {}, { action }).decision).toBe(decision);
  });

  test('NotAction is every other action', () => {
    const statement = { Effect: 'Allow', Principal: '*', NotAction: 'sqs:DeleteQueue', Resource: '*' };
    expect(decide(statement, role).decision).toBe('allowed');
    expect(decide(statement, role, {}, { action: 'sqs:DeleteQueue' }).decision).toBe('implicit-deny');
  });

  test('a key statement without Resource does nothing', () => {
    expect(decide({ Effect: 'Allow', Principal: '*', Action: 'kms:*' }, role, {}, { kind: 'key' }).decision).toBe('implicit-deny');
  });

  test('Resource of another service is not this queue', () => {
    expect(decide(allow('*', undefined, { Resource: 'arn:aws:s3:::b' }), role).decision).toBe('implicit-deny');
    expect(decide(allow('*', undefined, { Resource: 'arn:aws:sqs:eu-west-1:111122223333:a' }), role, {}, { resource: 'arn:aws:sqs:eu-west-1:111122223333:b' }).decision).toBe('implicit-deny');
  });
});

describe('who decides', () => {
  test('a Deny outweighs', () => {
    expect(decide([allow('*'), { Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }], role)).toMatchObject({ decision: 'explicit-deny', identityPolicy: 'irrelevant' });
  });
  test('a queue of the own account: IAM alone could allow', () => {
    expect(decide([], role)).toMatchObject({ decision: 'implicit-deny', identityPolicy: 'couldAllow' });
  });
  test('a key: IAM counts only through the account', () => {
    expect(decide([allow({ AWS: `arn:aws:iam::${OWN}:role/other` })], role, {}, { kind: 'key' })).toMatchObject({ decision: 'implicit-deny', identityPolicy: 'irrelevant' });
    expect(decide([allow({ AWS: `arn:aws:iam::${OWN}:root` })], role, {}, { kind: 'key' })).toMatchObject({ decision: 'implicit-deny', identityPolicy: 'couldAllow' });
  });
  test('across accounts both are needed', () => {
    expect(decide([allow({ AWS: stranger.account })], stranger)).toMatchObject({ decision: 'allowed', identityPolicy: 'alsoNeeded' });
  });
});
