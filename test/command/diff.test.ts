import { expect, test } from 'vitest';
import { folder, json, policy } from './command';

const send = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/worker' }, Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' };
const old = json(policy(send));
const open = json(policy({ ...send, Principal: '*' }));

test('the documented shape, and the exit code', () => {
  const here = folder({ 'old.json': old, 'new.json': open });
  const { code, out, err } = here.run(['diff', 'old.json', 'new.json', '--format', 'json', '--fail-on-new-access']);
  expect([code, err]).toEqual([1, '']);
  const { version, newAccess, lostAccess } = JSON.parse(out);
  expect([version, lostAccess]).toEqual([1, []]);
  expect(newAccess).toEqual([{ action: 'sqs:SendMessage', principal: 'anonymous', resource: send.Resource, context: expect.objectContaining({ 'aws:PrincipalType': 'Anonymous' }) }]);
  // The witness tells the two apart.
  const decision = (file: string): string => JSON.parse(here.run(['simulate', file, '--action', 'sqs:SendMessage', '--principal', 'anonymous', '--format', 'json']).out).decision;
  expect([decision('old.json'), decision('new.json')]).toEqual(['implicit-deny', 'allowed']);
});

test('what is lost does not fail', () => {
  const { code, out } = folder({ 'old.json': open, 'new.json': old }).run(['diff', 'old.json', 'new.json', '--fail-on-new-access']);
  expect(code).toBe(0);
  expect(out).toContain('Lost access:\n  anybody, without signing in\n    sqs:SendMessage\n');
});

test('without the flag it never fails; nothing is said plainly', () => {
  const here = folder({ 'old.json': old, 'new.json': open });
  expect(here.run(['diff', 'old.json', 'new.json']).code).toBe(0);
  expect(here.run(['diff', 'old.json', 'old.json', '--fail-on-new-access'])).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is new and nothing is lost.') });
});

test('policies of a template are compared by their address; one that comes is all new', () => {
  const template = (resources: Record<string, unknown>): string => json({ Resources: Object.fromEntries(Object.entries(resources).map(([name, document]) => [name, { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: document } }])) });
  const here = folder({ 'old.json': template({ A: policy(send) }), 'new.json': template({ B: policy({ ...send, Principal: '*' }), A: policy(send) }) });
  const { out } = here.run(['diff', 'old.json', 'new.json']);
  expect(out).toMatch(/\$\.Resources\.B\.Properties\.PolicyDocument\nNew access:\n {2}anybody/);
  expect(out).toMatch(/\$\.Resources\.A\.Properties\.PolicyDocument\nNothing is new/);
});

test('holes are told', () => {
  const { err } = folder({ 'old.json': old, 'new.json': json(policy(send, { ...send, Principal: { AWS: '<role-arn>' } })) }).run(['diff', 'old.json', 'new.json']);
  expect(err).toContain('what is not known');
});

test.each<[name: string, args: string[], message: string]>([
  ['one file', ['old.json'], 'two files'],
  ['a file that is not there', ['old.json', 'gone.json'], 'gone.json: there is no such file'],
  ['a file without policy', ['old.json', 'empty.json'], 'empty.json holds no queue or key policy'],
])('wrong usage: %s', (_, args, message) => {
  const { code, out, err } = folder({ 'old.json': old, 'empty.json': '{}' }).run(['diff', ...args]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});
