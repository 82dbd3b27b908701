/** The size of a policy, put together from what is known of its statements, is that of the whole. */
import { expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { minifiedSize } from '../../server/src/policy';
import { checkBytes, counted, sizeOf } from '../../server/src/rules/quotas';
import { policyOf, allow, deny, ROLE } from '../fixtures/rules/reachPolicies';
import { forms, read, unmark, wrap, type RuleCases } from './harness';

const modules = import.meta.glob<{ cases: RuleCases }>('../fixtures/rules/*/cases.ts', { eager: true });
const statement = allow(ROLE, '"sqs:SendMessage"');
const withSid = (sid: string, more = '') => statement.replace('{ ', `{ "Sid": ${sid}, ${more}`);

test('of every case of every rule, in every form, twice', () => {
  let compared = 0;
  const texts = Object.values(modules).flatMap(({ cases: { valid, invalid } }) => [...valid, ...invalid]);
  for (let round = 0; round < 2; round++)
    for (const theCase of texts)
      for (const form of theCase.forms ?? forms)
        for (const { policy } of read(wrap(unmark(theCase.policy).text, form, theCase.kind ?? 'queue').text, theCase).policies) {
          expect(sizeOf(policy), theCase.policy).toEqual(minifiedSize(policy.node, policy.tree.text));
          compared++;
        }
  expect(compared).toBeGreaterThan(5000);
});

// One after the other: what is known of the first statement is used for the next.
test.each([
  ['no Sid', policyOf(statement)],
  ['a Sid', policyOf(withSid('"A"'))],
  ['a longer Sid', policyOf(withSid('"LongerThanThat"'))],
  ['a Sid beyond ASCII', policyOf(withSid('"Größe"'))],
  ['a Sid that is no string', policyOf(withSid('12345'))],
  ['two Sids', policyOf(withSid('"A"', '"Sid": "Another", '))],
  ['a Sid alone', policyOf('{ "Sid": "A" }')],
  ['another Sid alone', policyOf('{ "Sid": "AnotherOne" }')],
  ['nothing', policyOf('{}')],
  ['no statement', policyOf()],
  ['two of the same', policyOf(withSid('"A"'), withSid('"BB"'))],
  ['other white space', policyOf(statement.replaceAll(': ', ' :   '))],
  ['what is no statement', policyOf(statement, '"text"', '12')],
  ['a placeholder', policyOf(statement, '<statement>')],
  ['one that is no list', policyOf(statement).replace('[', '').replace(/\](?=\s*\}\s*$)/, '')],
  ['three', policyOf(statement, deny('"sqs:*"'), withSid('"C"'))],
])('of %s', (_, text) => {
  for (let round = 0; round < 2; round++) for (const { policy } of read(text, {}).policies) expect(sizeOf(policy)).toEqual(minifiedSize(policy.node, policy.tree.text));
});

/** A policy of so many bytes. */
function ofBytes(bytes: number): string {
  const padded = (length: number): string => policyOf(withSid(`"${'a'.repeat(length)}"`));
  const { policy } = read(padded(0), {}).policies[0]!;
  return padded(bytes - sizeOf(policy).bytes);
}

test.each([
  [799, 'nothing'],
  [800, 'warning'],
  [1000, 'warning'],
  [1001, 'error'],
])('%i of 1,000 bytes are told as %s', (bytes, severity) => {
  const { policy } = read(ofBytes(bytes), {}).policies[0]!;
  expect(sizeOf(policy)).toEqual({ bytes, exact: true });
  const found = [...checkBytes(policy, { ...facts.quotas.queueBytes, limit: 1000 }, 'it is refused')];
  expect(found.map((finding) => finding.severity ?? 'error')).toEqual(severity === 'nothing' ? [] : [severity]);
});

test.each([
  [0, '0'],
  [999, '999'],
  [8192, '8,192'],
  [32768, '32,768'],
  [1234567, '1,234,567'],
])('%i is written %s', (value, text) => {
  expect(counted(value)).toBe(text);
});
