/** The evaluator of the drawn requests, against what AWS's pages say in so many words. */
import { describe, expect, test } from 'vitest';
import { compile, coverage, type Request, type StatementJson, type World } from '../../requests';

const OWN = '111122223333';
const world: World = { kind: 'queue', resource: `arn:aws:sqs:eu-west-1:${OWN}:orders`, owner: OWN, partition: 'aws', region: 'eu-west-1', organization: undefined, family: new Set(), unsettled: { serviceHas: new Set(), exceptsWithoutAccount: true, unresolvedHolds: true, shortArn: false } };
const session = { kind: 'role', partition: 'aws', account: OWN, path: 'team/', name: 'worker', unique: 'AROAABCDEFGHIJKLMNOPQ', session: 'build' } as const;
const user = { kind: 'user', partition: 'aws', account: OWN, path: '', name: 'alice', unique: 'AIDAABCDEFGHIJKLMNOPQ', session: '' } as const;
const sns = { kind: 'service', name: 'sns.amazonaws.com' } as const;

function covers(statement: Partial<StatementJson>, who: Request['who'], context: Record<string, string[]> = {}, action = 'sqs:SendMessage'): boolean {
  const { Principal, ...rest } = { Effect: 'Allow', Principal: '*', ...statement } as StatementJson;
  const whole: StatementJson = { ...(rest.NotPrincipal === undefined && { Principal }), ...(rest.NotAction === undefined && { Action: 'sqs:*' }), ...(rest.NotResource === undefined && { Resource: '*' }), ...rest };
  return coverage(compile({ Version: '2012-10-17', Statement: [whole] }), { action, who, context: new Map(Object.entries(context)) }, world)[0]!;
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (2026-11)
describe('principals', () => {
  test.each([
    ['a role by its ARN with the path', { Principal: { AWS: `arn:aws:iam::${OWN}:role/team/worker` } }, session, true],
    ['not by an ARN without it', { Principal: { AWS: `arn:aws:iam::${OWN}:role/worker` } }, session, false],
    ['a session by its own ARN, which has no path', { Principal: { AWS: `arn:aws:sts::${OWN}:assumed-role/worker/build` } }, session, true],
    ['not another session', { Principal: { AWS: `arn:aws:sts::${OWN}:assumed-role/worker/other` } }, session, false],
    ['everybody of an account', { Principal: { AWS: OWN } }, user, true],
    ['an account by its root ARN', { Principal: { AWS: `arn:aws:iam::${OWN}:root` } }, user, true],
    ['no service by an account', { Principal: { AWS: OWN } }, sns, false],
    ['a service by its name', { Principal: { Service: 'sns.amazonaws.com' } }, sns, true],
    ['a service by *', {}, sns, true],
    ['excepted: whom NotPrincipal names', { NotPrincipal: { Service: 'sns.amazonaws.com' } }, sns, false],
    ['excepted: nobody else', { NotPrincipal: { Service: 'sns.amazonaws.com' } }, user, true],
    ['excepted: everybody', { NotPrincipal: '*' }, user, false],
  ] as const)('%s', (_, statement, who, expected) => expect(covers(statement as Partial<StatementJson>, who)).toBe(expected));
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-11)
describe('conditions', () => {
  test.each([
    ['an absent key fails a positive test', 'StringEquals', 'red', undefined, false],
    ['and holds a negated one', 'StringNotEquals', 'red', undefined, true],
    ['and one with IfExists', 'StringEqualsIfExists', 'red', undefined, true],
    ['case counts', 'StringEquals', 'Red', ['red'], false],
    ['but not there', 'StringEqualsIgnoreCase', 'Red', ['red'], true],
    ['wildcards', 'StringLike', 'r?d*', ['redder'], true],
    ['none where the operator is exact', 'StringEquals', 'r*', ['red'], false],
    ['one of several', 'StringEquals', ['blue', 'red'], ['red'], true],
    ['none of several', 'StringNotEquals', ['blue', 'red'], ['red'], false],
    ['an ARN part by part', 'ArnLike', 'arn:aws:sns:*:1*:x', ['arn:aws:sns:eu-west-1:111122223333:x'], true],
    ['no wildcard beyond its part', 'ArnLike', 'arn:aws:sns:*:x', ['arn:aws:sns:eu-west-1:111122223333:x'], false],
    ['the last part takes all colons', 'ArnLike', 'arn:aws:logs:*:*:log-group:*:b', ['arn:aws:logs:eu-west-1:111122223333:log-group:a:b'], true],
    ['ArnEquals is ArnLike', 'ArnEquals', 'arn:aws:sns:*:*:x', ['arn:aws:sns:eu-west-1:111122223333:x'], true],
    ['text crosses them', 'StringLike', 'arn:*:x', ['arn:aws:sns:eu-west-1:111122223333:x'], true],
    ['absent', 'Null', 'true', undefined, true],
    ['present', 'Null', 'true', ['red'], false],
    ['all of none', 'ForAllValues:StringEquals', 'red', undefined, true],
    ['any of none', 'ForAnyValue:StringEquals', 'red', undefined, false],
    ['any of none, negated', 'ForAnyValue:StringNotEquals', 'red', undefined, false],
    ['all of two', 'ForAllValues:StringEquals', 'red', ['red', 'blue'], false],
    ['any of two', 'ForAnyValue:StringEquals', 'red', ['red', 'blue'], true],
    ['any other of two', 'ForAnyValue:StringNotEquals', 'red', ['red', 'blue'], true],
    ['a range', 'IpAddress', '203.0.113.0/24', ['203.0.113.255'], true],
    ['outside of it', 'NotIpAddress', '203.0.113.0/24', ['203.0.114.0'], true],
    ['of the other version', 'IpAddress', '2001:db8::/32', ['2001:db8:1::1'], true],
    ['before', 'DateLessThan', '2026-01-01T00:00:00Z', ['2025-12-31T23:59:59Z'], true],
    ['a moment in seconds', 'DateGreaterThanEquals', '2026-01-01T00:00:00Z', ['1767225600'], true],
    ['numbers', 'NumericLessThan', '10', ['9'], true],
    ['a variable', 'StringEquals', '${aws:username}', ['alice'], true],
    ['a variable with a default', 'StringEquals', "${aws:PrincipalTag/x, 'red'}", ['red'], true],
    ['a variable that is absent', 'StringEquals', '${aws:PrincipalTag/x}', ['red'], false],
    ['a star that is meant', 'StringLike', '${*}', ['red'], false],
  ] as const)('%s', (_, operator, wanted, given, expected) =>
    expect(covers({ Condition: { [operator]: { 'aws:PrincipalTag/color': wanted } } }, user, { 'aws:username': ['alice'], ...(given && { 'aws:principaltag/color': [...given] }) })).toBe(expected),
  );
});

test('actions and resources, named and excepted', () => {
  expect(covers({ Action: 'SQS:sendmessage' }, user)).toBe(true);
  expect(covers({ Action: 'sqs:Send*' }, user, {}, 'sqs:ReceiveMessage')).toBe(false);
  expect(covers({ NotAction: 'sqs:Send*' }, user, {}, 'sqs:ReceiveMessage')).toBe(true);
  expect(covers({ Resource: `arn:aws:sqs:*:${OWN}:or*` }, user)).toBe(true);
  expect(covers({ Resource: `arn:aws:sqs:eu-west-1:${OWN}:other` }, user)).toBe(false);
  expect(covers({ NotResource: `arn:aws:sqs:eu-west-1:${OWN}:other` }, user)).toBe(true);
});
