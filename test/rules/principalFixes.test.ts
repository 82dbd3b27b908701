import { expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import { mendedPrincipals, patternFix } from '../../server/src/rules/principalFixes';

const ROLE = 'arn:aws:iam::111122223333:role/';

test.each<[text: string, mended: readonly string[]]>([
  ['1111-2222-3333', ['repair 111122223333']],
  ['1111-2222-3333-4444', []],
  ['id 1111-2222-3333', []],
  ['arn:aws:iam::111122223333:assumed-role/app/job', ['repair arn:aws:sts::111122223333:assumed-role/app/job']],
  ['arn:aws:iam::111122223333:assumed-role/app/*', [`decision ${ROLE}app`]],
  ['arn:aws:iam::111122223333:assumed-role/app/job-*', []],
  ['arn:aws:iam::111122223333:assumed-role/app', [`decision ${ROLE}app`]],
  ['arn:aws:sts::111122223333:assumed-role/app', [`decision ${ROLE}app`]],
  ['arn:aws:sts::111122223333:assumed-role/app/', [`decision ${ROLE}app`]],
  ['arn:aws:sts::111122223333:assumed-role/app/*', [`decision ${ROLE}app`]],
  ['arn:aws:sts::111122223333:assumed-role/app/job-*', []],
  ['arn:aws:sts::111122223333:assumed-role/*/job', []],
  ['111122223333:role/app', [`repair ${ROLE}app`]],
  ['arn:aws:iam:111122223333:role/app', [`repair ${ROLE}app`]],
  ['arn:aws:iam::111122223333::role/app', [`repair ${ROLE}app`]],
  ['arn:aws:iam::111122223333:role/app ', [`repair ${ROLE}app`]],
  ['arn:aws-cn:iam:111122223333:role/app', ['repair arn:aws-cn:iam::111122223333:role/app']],
  ['arn:aws-us-gov:iam:111122223333:user/jane', ['repair arn:aws-us-gov:iam::111122223333:user/jane']],
  ['arn:aws:iam::1111222233334:role/app', []],
  ['arn:aws:iam::111122223333:jane.doe', [`decision ${ROLE}jane.doe`, 'decision arn:aws:iam::111122223333:user/jane.doe']],
  ['arn:aws:iam::111122223333:group', []],
  ['arn:aws:iam::111122223333:Root', []],
  ['arn:aws:iam::111122223333:roles', [`decision ${ROLE}roles`, 'decision arn:aws:iam::111122223333:user/roles']],
  ['arn:aws:iam::111122223333:the-root', [`decision ${ROLE}the-root`, 'decision arn:aws:iam::111122223333:user/the-root']],
  ['orders', []],
  ['arn:aws_cn:iam::111122223333:root', ['repair arn:aws-cn:iam::111122223333:root']],
  ['arn:aws-gov:iam::111122223333:root', ['repair arn:aws-us-gov:iam::111122223333:root']],
  ['arn:AWS:iam::111122223333:root', ['repair arn:aws:iam::111122223333:root']],
  ['arn:aws_cn:sts::111122223333:assumed-role/app/job', ['repair arn:aws-cn:sts::111122223333:assumed-role/app/job']],
  ['arn:aws_cn:sts::111122223333:assumed-role/app/*', ['decision arn:aws-cn:iam::111122223333:role/app']],
  ['arn:aws_cn:iam::111122223333:jane.doe', ['decision arn:aws-cn:iam::111122223333:role/jane.doe', 'decision arn:aws-cn:iam::111122223333:user/jane.doe']],
  // What resembles no partition, or several alike, may have been any.
  ['arn:amazon:iam::111122223333:root', ['decision arn:aws:iam::111122223333:root']],
  ['arn:aws-iso-1:iam::111122223333:root', ['decision arn:aws:iam::111122223333:root']],
  // A partition that is not listed may exist.
  ['arn:aws-in:iam:111122223333:root', ['decision arn:aws-in:iam::111122223333:root']],
  ['arn:iam:cn-north-1:111122223333:root', ['repair arn:aws-cn:iam::111122223333:root']],
])('%s', (text, mended) => expect(mendedPrincipals(text).map((m) => `${m.class} ${m.text}`)).toEqual(mended));

test.each(facts.partitions.map(({ name }) => name))('%s stays', (name) => {
  for (const text of [`arn:${name}:iam:111122223333:root`, `arn:${name}:iam:eu-west-1:111122223333:root`, `arn:${name}::111122223333:root`, `${name}:iam::111122223333:root`])
    expect(mendedPrincipals(text)).toEqual([{ text: `arn:${name}:iam::111122223333:root`, class: 'repair' }]);
});

test('where no partition is written, it is that of the queue', () => {
  expect(mendedPrincipals('111122223333:role/app', 'aws-cn')).toEqual([{ text: 'arn:aws-cn:iam::111122223333:role/app', class: 'repair' }]);
  expect(mendedPrincipals('arn:amazon:iam::111122223333:role/app', 'aws-cn')).toEqual([{ text: 'arn:aws-cn:iam::111122223333:role/app', class: 'decision' }]);
});

test.each<[name: string, principal: unknown, condition: unknown, offered: boolean]>([
  ['alone', { AWS: `${ROLE}app-*` }, undefined, true],
  ['beside a test of another key', { AWS: [`${ROLE}app-*`] }, { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, true],
  ['beside a test of the principal’s ARN and another', { AWS: `${ROLE}app-*` }, { ArnLike: { 'AWS:PrincipalArn': `${ROLE}*` }, Bool: { 'aws:SecureTransport': 'true' } }, false],
  ['beside another principal', { AWS: [`${ROLE}app-*`, '444455556666'] }, undefined, false],
  ['beside a service', { AWS: `${ROLE}app-*`, Service: 'sns.amazonaws.com' }, undefined, false],
  ['with a hole', { AWS: `${ROLE}app-*-\${stage}` }, undefined, false],
  ['with an account that is a pattern', { AWS: 'arn:aws:iam::*:role/app' }, undefined, false],
  ['beside a condition that is no map', { AWS: `${ROLE}app-*` }, 'aws:PrincipalOrgID', false],
  ['beside an operator that has no keys', { AWS: `${ROLE}app-*` }, { ArnLike: `${ROLE}*` }, false],
  ['a pattern of a session', { AWS: 'arn:aws:sts::111122223333:assumed-role/app/*' }, undefined, false],
])('a pattern goes into a condition where it stands %s', (_, Principal, Condition, offered) => {
  const [site] = findPolicies(JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Condition }] }), { name: 'p.json', kind: 'queue' }).policies;
  const [statement] = site!.policy.statements;
  expect(patternFix(statement!.principal!.entries[0]!.list.values[0]!, statement!) !== undefined).toBe(offered);
});
