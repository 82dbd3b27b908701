/**
 * The decision procedure against the evaluator: what is found is really so, and what is said to be impossible no request ever shows. The
 * requests are drawn from the policy's own words and from strangers', so that they come near.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contextOf, evaluate, satisfiable, vocabularyOf, type AccessRequest, type Satisfiable } from '../../server/src/access';
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import type { Policy } from '../../server/src/policy';

const OWNER = '111122223333';
const queue = `arn:aws:sqs:eu-west-1:${OWNER}:orders`;
const ROLE = `arn:aws:iam::${OWNER}:role/`;
const TOPIC = `arn:aws:sns:eu-west-1:${OWNER}:`;

const principals = ['*', { AWS: OWNER }, { AWS: `${ROLE}a` }, { AWS: [`${ROLE}a`, `${ROLE}b`] }, { AWS: '444455556666' }, { Service: 'sns.amazonaws.com' }, { Service: ['sns.amazonaws.com', 's3.amazonaws.com'] }];
const actions = ['sqs:*', 'sqs:SendMessage', 'sqs:ReceiveMessage', ['sqs:SendMessage', 'sqs:ReceiveMessage'], 'sqs:Get*'];
const TESTS: Readonly<Record<string, { readonly operators: readonly string[]; readonly values: readonly string[] }>> = {
  'aws:SourceArn': { operators: ['ArnLike', 'ArnNotLike', 'ArnEquals', 'StringLike', 'StringNotEquals'], values: [`${TOPIC}a`, `${TOPIC}*`, 'arn:aws:s3:::uploads', 'arn:aws:s3:::*'] },
  'aws:SourceAccount': { operators: ['StringEquals', 'StringNotEquals'], values: [OWNER, '444455556666'] },
  'aws:PrincipalArn': { operators: ['ArnLike', 'ArnNotLike', 'StringEquals', 'StringNotLike'], values: [`${ROLE}a`, `${ROLE}b`, `${ROLE}*`, `arn:aws:iam::${OWNER}:root`] },
  'aws:PrincipalOrgID': { operators: ['StringEquals', 'StringNotEquals'], values: ['o-a1b2c3d4e5', 'o-zzzzzzzzzz'] },
  'aws:PrincipalOrgPaths': { operators: ['ForAnyValue:StringLike', 'ForAllValues:StringLike', 'ForAnyValue:StringNotLike', 'ForAllValues:StringNotLike'], values: ['o-a1b2c3d4e5/*', 'o-a1b2c3d4e5/r-1/*', '*'] },
  'aws:PrincipalIsAWSService': { operators: ['Bool'], values: ['true', 'false'] },
  'aws:SecureTransport': { operators: ['Bool'], values: ['true', 'false'] },
  'aws:SourceIp': { operators: ['IpAddress', 'NotIpAddress'], values: ['203.0.113.0/24', '203.0.113.128/25', '198.51.100.7'] },
  'aws:SourceVpce': { operators: ['StringEquals', 'StringNotEquals', 'Null'], values: ['vpce-0123456789abcdef0', 'true', 'false'] },
  'aws:CurrentTime': { operators: ['DateGreaterThan', 'DateLessThan', 'DateLessThanEquals', 'DateEquals'], values: ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'] },
  'aws:PrincipalTag/level': { operators: ['NumericLessThan', 'NumericGreaterThanEquals', 'NumericEquals', 'NumericNotEquals'], values: ['1', '2', '3'] },
};

const testOf = fc.constantFrom(...Object.keys(TESTS)).chain((key) => {
  const { operators, values } = TESTS[key]!;
  return fc.record({ key: fc.constant(key), operator: fc.constantFrom(...operators), ifExists: fc.boolean(), values: fc.subarray([...values], { minLength: 1, maxLength: 2 }) });
});
const condition = fc.array(testOf, { maxLength: 3 }).map((tests) => {
  const found: Record<string, Record<string, string[]>> = {};
  for (const { key, operator, ifExists, values } of tests) {
    const name = ifExists && operator !== 'Null' ? `${operator}IfExists` : operator;
    const fit = operator === 'Null' ? values.filter((v) => v === 'true' || v === 'false') : key === 'aws:SourceVpce' ? values.filter((v) => v.startsWith('vpce')) : values;
    if (fit.length > 0) (found[name] ??= {})[key] = fit;
  }
  return found;
});
const statement = (effect: string) => fc.record({ Effect: fc.constant(effect), Principal: fc.constantFrom(...principals), Action: fc.constantFrom(...actions), Resource: fc.constant(queue), Condition: condition });
const policies = fc.tuple(statement('Allow'), fc.array(statement('Deny'), { maxLength: 3 })).map(([allow, denies]) => JSON.stringify({ Version: '2012-10-17', Statement: [allow, ...denies] }));

function read(text: string): Policy {
  return findPolicies(text, { name: 'queue-policy.json', kind: 'queue' }).policies[0]!.policy;
}

const options = { kind: 'queue', owner: OWNER } as const;
const asked = (policy: Policy): Satisfiable => satisfiable({ policy, require: [policy.statements[0]!], forbid: policy.statements.slice(1) }, options);
const isAnswer = (policy: Policy, request: AccessRequest): boolean => evaluate(policy, request, options).statements.every((v, i) => v.matched.is === (i === 0 ? 'yes' : 'no'));

/** A stream of numbers from a seed: the same requests for the same policy. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed | 1;
  for (;;) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    state ^= state >>> 15;
    yield (state >>> 0) / 2 ** 32;
  }
}

/** Requests that a caller can really make: a key that it never carries is not in them. */
function randomRequests(policy: Policy, count: number, seed: number): AccessRequest[] {
  const { callers, values } = vocabularyOf([policy], 'queue', OWNER);
  const random = numbers(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random.next().value * from.length)]!;
  const names = facts.actions('sqs').map((action) => action.name);
  return Array.from({ length: count }, () => {
    const caller = pick(callers);
    const kind = caller.kind === 'principal' ? (caller.account === OWNER ? 'ownAccount' : 'otherAccount') : caller.kind;
    const extra: Record<string, readonly string[] | undefined> = {};
    for (const [key, known] of values) {
      const presence = facts.findConditionKey(key)!.presence[kind];
      if (/^aws:principal(arn|account|isawsservice|servicename)/.test(key) || presence === 'never' || (presence === 'maybe' && random.next().value < 0.4)) continue;
      if (key === 'aws:securetransport') extra[key] = [caller.kind === 'service' ? 'true' : pick(['true', 'false'])];
      else if (key === 'aws:currenttime') extra[key] = [pick(['2025-06-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', '2027-01-01T00:00:00Z', '2027-06-01T00:00:00Z'])];
      else if (key === 'aws:sourceip') extra[key] = [pick(['203.0.113.5', '203.0.113.200', '198.51.100.7', '192.0.2.1'])];
      else if (key === 'aws:principaltag/level') extra[key] = [pick(['0', '1', '2', '2.5', '3', '4'])];
      else if (key === 'aws:principalorgpaths') extra[key] = pick([['o-a1b2c3d4e5/r-1/ou-1/'], ['o-zzzzzzzzzz/'], ['o-a1b2c3d4e5/r-2/', 'o-a1b2c3d4e5/r-1/x/'], ['o-a1b2c3d4e5/', 'o-zzzzzzzzzz/']]);
      else extra[key] = [pick([...known.map((value) => value ?? 'x'), 'something-else'])];
    }
    // What is one choice stays one.
    if (extra['aws:sourcearn'] && extra['aws:sourceaccount']) {
      const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(extra['aws:sourcearn'][0]!)?.[1];
      if (account !== undefined) extra['aws:sourceaccount'] = [account];
      else if (!extra['aws:sourcearn'][0]!.startsWith('arn:aws:s3')) delete extra['aws:sourceaccount'];
    }
    if (extra['aws:sourceip']) delete extra['aws:sourcevpce'];
    return { action: pick(names), caller, context: contextOf(caller, extra) };
  });
}

/** The paths of a caller begin with its organization, and come with it. */
function isOfOneOrganization({ context }: AccessRequest): boolean {
  const [id, paths] = [context.get('aws:principalorgid'), context.get('aws:principalorgpaths')];
  return (id === undefined) === (paths === undefined) && (paths ?? []).every((path) => path.startsWith(`${id?.[0]}/`));
}

/** Policies and requests of one run of the tests. */
const POLICIES = 800;
const REQUESTS = 1_500;

test('what is found is so, and what is denied is never seen', () => {
  const counts = { yes: 0, no: 0, depends: 0, requests: 0 };
  fc.assert(
    fc.property(policies, fc.integer(), (text, seed) => {
      const policy = read(text);
      const answer = asked(policy);
      counts[answer.is]++;
      if (answer.is === 'yes') expect(isAnswer(policy, answer.witness), text).toBe(true);
      if (answer.is !== 'no') return;
      counts.requests += REQUESTS;
      const shown = randomRequests(policy, REQUESTS, seed).find((request) => isOfOneOrganization(request) && isAnswer(policy, request));
      expect(shown && JSON.stringify({ ...shown, context: [...shown.context] }), text).toBeUndefined();
    }),
    { numRuns: POLICIES },
  );
  expect(counts.requests).toBeGreaterThanOrEqual(200_000);
  expect(counts.yes).toBeGreaterThan(POLICIES / 10);
  // What AWS's documents leave open of services is in a few of them.
  expect(counts.depends).toBeLessThan(POLICIES / 15);
});

test('the requests come near enough to find a wrong "no"', () => {
  let missed = 0;
  let known = 0;
  fc.assert(
    fc.property(policies, fc.integer(), (text, seed) => {
      const policy = read(text);
      if (asked(policy).is !== 'yes') return;
      known++;
      if (!randomRequests(policy, REQUESTS, seed).some((request) => isAnswer(policy, request))) missed++;
    }),
    { numRuns: 100 },
  );
  // A procedure that always said "no" would be found out by most of the policies.
  expect(missed).toBeLessThan(known / 2);
});
