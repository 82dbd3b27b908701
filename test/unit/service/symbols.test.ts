import { expect, test } from 'vitest';
import { facts } from '../../../server/src/aws';
import { findPolicies } from '../../../server/src/documents';
import { createPolicyLanguageService, defaultWorkspace } from '../../../server/src/service';
import { forms, withCursor } from './forms';

const service = createPolicyLanguageService({ facts });
const policy = '{"Version": "2012-10-17", "Statement": [{"Sid": "One", "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": ["sqs:SendMessage", "sqs:GetQueueUrl"], "Resource": "arn:aws:sqs:eu-west-1:111122223333:<queue-name>"}, {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:<queue-name>"}]|}';

test.each(forms)('statements by Sid, else by what they say: %s', (form) => {
  const { document } = withCursor(policy, form);
  const [symbol] = service.symbols(document);
  expect(symbol?.name).toMatch(/^Queue policy/);
  expect(symbol?.children.map((c) => [c.name, c.detail])).toEqual([
    ['One', 'Allow sns.amazonaws.com sqs:SendMessage, …'],
    ['Deny * sqs:*', 'Deny * sqs:*'],
  ]);
  expect(document.text.slice(symbol!.children[0]!.selection.start, symbol!.children[0]!.selection.end)).toMatch(/^\\?"One\\?"$/);
});

test.each(forms)('each placeholder once, with all its places: %s', (form) => {
  const { document } = withCursor(policy, form);
  const found = service.placeholders(document);
  expect(found.map((p) => p.text)).toEqual(['<queue-name>']);
  expect(found[0]!.ranges.map((r) => document.text.slice(r.start, r.end))).toEqual(['<queue-name>', '<queue-name>']);
});

test('the status says kind and owner with their reasons', () => {
  const document = findPolicies(policy.replace('|', ''), {});
  expect(service.status(service.validate(document, defaultWorkspace))).toMatchObject([{ address: '$', kind: 'queue', kindReason: expect.stringContaining('SQS'), owner: '111122223333', ownerReason: expect.stringContaining('Resource') }]);
});

test('a whole policy is made, and what is missing is named', () => {
  const { text, missing } = service.newPolicy('key', { account: '111122223333' });
  expect(JSON.parse(text)).toHaveProperty('Statement');
  expect(missing).toContain('consumer-role');
  expect(service.parameters('key', {}).map((p) => p.name)).not.toContain('queue');
});
