import { describe, expect, it } from 'vitest';
import { describe as describePolicy } from '../../../client/src/describePolicy';
import { looksLikePolicy } from '../../../client/src/looksLikePolicy';
import { findPlaceholders, replacements } from '../../../client/src/placeholders';

describe('looksLikePolicy', () => {
  it.each(['{"Statement": []}', '{"statement": []}', '{"Policy": "{\\"Statement\\":[]}"}', '{"a": "sqs:SendMessage"}', '{"a": "SQS:*"}', '{"a": "kms:Decrypt"}', '{"Type": "AWS::SQS::QueuePolicy"}', '{"Type": "AWS::KMS::Key"}', '{"Type": "AWS::KMS::ReplicaKey"}'])('sees a policy in %s', (text) => {
    expect(looksLikePolicy(text)).toBe(true);
  });

  it.each(['', '{}', '{"name": "my-sqs-client"}', '{"Type": "AWS::KMS::Alias"}', '{"url": "https://sqs.eu-west-1.amazonaws.com"}'])('sees none in %s', (text) => {
    expect(looksLikePolicy(text)).toBe(false);
  });
});

describe('placeholders', () => {
  const text = '{ "a": "<account-id> <region>", "b": "<account-id>", "c": "${aws:username} {{ name }} YOUR_ACCOUNT_ID", "d": "1 < 2 > 1" }';

  it('are found once each, at every place', () => {
    expect(findPlaceholders(text)).toEqual([
      { text: '<account-id>', offsets: [8, 38] },
      { text: '<region>', offsets: [21] },
      { text: '{{ name }}', offsets: [75] },
      { text: 'YOUR_ACCOUNT_ID', offsets: [86] },
    ]);
  });

  it('are replaced at every place where there is an answer', () => {
    expect(replacements(findPlaceholders(text), { '<account-id>': '111122223333' })).toEqual([
      { offset: 8, length: 12, text: '111122223333' },
      { offset: 38, length: 12, text: '111122223333' },
    ]);
  });
});

describe('describePolicy', () => {
  it('says kind, owner and the reasons of both', () => {
    expect(describePolicy({ address: '$', kind: 'queue', kindReason: 'SQS actions', owner: '111122223333', ownerReason: 'Resource names it', undecided: 0, ignored: 1, usage: { bytes: 1204, exact: true, mostBytes: 8192, statements: 6, mostStatements: 20 } })).toEqual({
      title: 'Queue policy',
      owner: 'account 111122223333',
      reasons: 'kind: SQS actions · owner: Resource names it · 1 finding is ignored as configured · 1,204 of 8,192 bytes, 6 of 20 statements',
    });
    expect(describePolicy({ address: 'Resources.Key', kind: 'key', kindReason: 'AWS::KMS::Key', ownerReason: 'nothing names it', undecided: 2, ignored: 0, usage: { bytes: 900, exact: false, mostBytes: 32768 } })).toEqual({
      title: 'Key policy',
      owner: 'owner account not known',
      reasons: 'at Resources.Key · kind: AWS::KMS::Key · owner: nothing names it · 2 checks wait for what is still to be filled in · at least 900 of 32,768 bytes',
    });
  });
});
