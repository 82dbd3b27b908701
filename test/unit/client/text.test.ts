import { describe, expect, it } from 'vitest';
import { describe as describePolicy } from '../../../client/src/describePolicy';
import { looksLikePolicy } from '../../../client/src/looksLikePolicy';
import { firstPlace, replacements } from '../../../client/src/placeholders';

describe('looksLikePolicy', () => {
  it.each(['{"Statement": []}', '{"statement": []}', '{"Policy": "{\\"Statement\\":[]}"}', '{"a": "sqs:SendMessage"}', '{"a": "SQS:*"}', '{"a": "kms:Decrypt"}', '{"Type": "AWS::SQS::QueuePolicy"}', '{"Type": "AWS::KMS::Key"}', '{"Type": "AWS::KMS::ReplicaKey"}'])('sees a policy in %s', (text) => {
    expect(looksLikePolicy(text)).toBe(true);
  });

  it.each(['', '{}', '{"name": "my-sqs-client"}', '{"Type": "AWS::KMS::Alias"}', '{"url": "https://sqs.eu-west-1.amazonaws.com"}'])('sees none in %s', (text) => {
    expect(looksLikePolicy(text)).toBe(false);
  });
});

describe('placeholders', () => {
  const at = (line: number, character: number, length: number) => ({ start: { line, character }, end: { line, character: character + length } });
  const placeholders = [
    { text: '<account-id>', ranges: [at(2, 8, 12), at(4, 30, 12)] },
    { text: '<region>', ranges: [at(2, 2, 8)] },
  ];

  it('are replaced at every place where there is an answer', () => {
    expect(replacements(placeholders, { '<account-id>': '111122223333' })).toEqual([
      { range: at(2, 8, 12), text: '111122223333' },
      { range: at(4, 30, 12), text: '111122223333' },
    ]);
  });

  it('the first place comes first', () => {
    expect(firstPlace(placeholders)).toEqual(at(2, 2, 8));
    expect(firstPlace([])).toBeUndefined();
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
