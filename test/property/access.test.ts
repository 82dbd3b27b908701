/** What the whole-policy questions say, against requests that are drawn at random. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, newAccess, requestsFor, stoppedParts, whoCan, withEffect, type AccessAnswer, type AccessRequest } from '../../server/src/access';
import { facts } from '../../server/src/aws';
import type { Policy, PolicyKind } from '../../server/src/policy';
import { OWNER, policyOf } from '../unit/access/policies';

const principals = ['*', { AWS: OWNER }, { AWS: `arn:aws:iam::${OWNER}:role/a` }, { AWS: ['444455556666', `arn:aws:iam::${OWNER}:role/b`] }, { AWS: [`arn:aws:iam::${OWNER}:role/a`, `arn:aws:iam::${OWNER}:role/b`] }, { Service: 'sns.amazonaws.com' }] as const;
const conditions = [undefined, { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, { Bool: { 'aws:SecureTransport': 'false' } }, { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${OWNER}:*` } }, { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWNER}:role/a` } }, { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } }] as const;
const statementFor = (kind: PolicyKind) =>
  fc.record({ Effect: fc.constantFrom('Allow', 'Allow', 'Deny'), Principal: fc.constantFrom(...principals), Action: fc.constantFrom(...(kind === 'key' ? ['kms:Decrypt', 'kms:*', 'kms:Put*', ['kms:Decrypt', 'kms:DescribeKey']] : ['sqs:SendMessage', 'sqs:*', ['sqs:ReceiveMessage', 'sqs:Purge*'], ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:GetQueueUrl']])), Condition: fc.constantFrom(...conditions) }).map(({ Condition, ...rest }) => ({ ...rest, Resource: '*', ...(Condition && { Condition }) }));
const pairs = fc.constantFrom<PolicyKind>('queue', 'key').chain((kind) => fc.record({ kind: fc.constant(kind), old: fc.array(statementFor(kind), { maxLength: 4 }), current: fc.array(statementFor(kind), { maxLength: 4 }) }));

const levelOf = ({ decision, identityPolicy }: AccessAnswer): number => (decision === 'allowed' ? 2 : decision === 'implicit-deny' && identityPolicy === 'couldAllow' ? 1 : 0);

/** Requests out of the words of the policies, such as their callers can really make. */
function requests(policies: readonly Policy[], kind: PolicyKind): AccessRequest[] {
  return requestsFor(policies, { kind, owner: OWNER }).filter(({ action, caller, context }) => {
    // A service's own call is over TLS.
    if (caller.kind === 'service' && context.get('aws:securetransport')?.[0] === 'false') return false;
    const fact = facts.findAction(action)!;
    const foreign = caller.kind === 'anonymous' || (caller.kind === 'principal' && caller.account !== OWNER);
    return fact.inResourcePolicy === 'effective' && (fact.crossAccount || !foreign);
  });
}

describe('generated policies', () => {
  test('no request is new where nothing is said to be', () => {
    let none = 0;
    let asked = 0;
    fc.assert(
      fc.property(pairs, ({ kind, old, current }) => {
        const options = { kind, owner: OWNER };
        const [before, after] = [policyOf(old, kind), policyOf(current, kind)];
        const { witnesses, depends } = newAccess(before, after, options);
        for (const witness of witnesses) expect(levelOf(evaluate(after, witness, options))).toBeGreaterThan(levelOf(evaluate(before, witness, options)));
        if (witnesses.length > 0 || depends) return;
        none++;
        const all = requests([before, after], kind);
        asked += all.length;
        for (const request of all) expect(levelOf(evaluate(after, request, options)), JSON.stringify([kind, old, current, { ...request, context: [...request.context] }])).toBeLessThanOrEqual(levelOf(evaluate(before, request, options)));
      }),
      { numRuns: 400 },
    );
    expect(none).toBeGreaterThan(40);
    expect(asked).toBeGreaterThan(1000);
  });

  test('nothing is new in a policy against itself', () => {
    fc.assert(fc.property(pairs, ({ kind, current }) => newAccess(policyOf(current, kind), policyOf(current, kind), { kind, owner: OWNER }).witnesses.length === 0), { numRuns: 300 });
  });

  test('every action that a request is let in for is told of somebody', () => {
    let seen = 0;
    fc.assert(
      fc.property(pairs, ({ kind, current }) => {
        const policy = policyOf(current, kind);
        const { findings } = whoCan(policy, { kind, owner: OWNER, zone: { accounts: [], organizations: [] } });
        const told = new Set(findings.flatMap((found) => found.actions));
        for (const request of requests([policy], kind)) {
          if (evaluate(policy, request, { kind, owner: OWNER }).decision !== 'allowed') continue;
          seen++;
          expect(told.has(request.action), JSON.stringify([kind, current, { ...request, context: [...request.context] }])).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(1000);
  });

  test('what is said to be stopped of an Allow is denied, request by request', () => {
    const seen = { whole: 0, action: 0, principal: 0 };
    fc.assert(
      fc.property(pairs, ({ kind, old, current }) => {
        const statements = [...old, ...current];
        const policy = policyOf(statements, kind);
        const all = requests([policy], kind);
        for (const allow of withEffect(policy, 'Allow'))
          for (const { actions, principal } of stoppedParts(policy, allow, { kind, owner: OWNER }).stopped)
            for (const request of all) {
              if (actions?.every(({ name }) => name !== request.action) || (principal !== undefined && (request.caller.kind !== 'principal' || request.caller.arn !== principal))) continue;
              const answer = evaluate(policy, request, { kind, owner: OWNER });
              if (answer.statements[allow.index]!.matched.is !== 'yes') continue;
              seen[principal === undefined ? (actions ? 'action' : 'whole') : 'principal']++;
              expect(answer.decision, JSON.stringify([kind, statements, { ...request, context: [...request.context] }])).toBe('explicit-deny');
            }
      }),
      { numRuns: 600 },
    );
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(20);
  });
});
