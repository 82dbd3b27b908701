import { describe, expect, test } from 'vitest';
import { findPolicies } from '../../../server/src/documents';

const statement = { Sid: 'A', Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' };
const policy = { Version: '2012-10-17', Statement: [statement] };
const keyPolicy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' } };
const json = (value: unknown) => JSON.stringify(value, null, 2);

describe('every policy of a document is found, with its address, kind and owner', () => {
  test.each<[name: string, text: string, file: string, expected: string[]]>([
    ['a whole policy', json(policy), 'p.json', ['$ plain queue 111122223333']],
    ['one statement as an object', json(keyPolicy), 'p.json', ['$ plain key ']],
    ['a lone statement', json(statement), 's.json', ['$ plain queue 111122223333']],
    ['an array of statements', json([statement, statement]), 's.json', ['$ plain queue 111122223333']],
    ['an attributes file', json({ Policy: json(policy), VisibilityTimeout: '30' }), 'a.json', ['$.Policy attributes queue 111122223333']],
    ['get-queue-attributes output', json({ Attributes: { Policy: JSON.stringify(policy) } }), 'a.json', ['$.Attributes.Policy attributes queue 111122223333']],
    ['an attribute with nothing but Version and Id, as a queue has it without statements', json({ Policy: JSON.stringify({ Version: '2012-10-17', Id: 'arn:aws:sqs:eu-west-1:111122223333:orders/SQSDefaultPolicy' }) }), 'a.json', ['$.Policy attributes queue ']],
    ['keys written with escapes', JSON.stringify(policy).replace('"Statement"', String.raw`"\u0053tatement"`).replace('"Effect"', String.raw`"\u0045ffect"`).replace('"Version"', String.raw`"\u0056ersion"`), 'a.json', ['$ plain queue 111122223333']],
    ['get-key-policy output', json({ Policy: json(keyPolicy), PolicyName: 'default' }), 'k.json', ['$.Policy attributes key ']],
    ['a plan', json({ resources: [{ values: { policy: JSON.stringify(policy) } }] }), 'plan.json', ['$.resources[0].values.policy attributes queue 111122223333']],
    ['an object in tool output', json({ configuration: { Policy: policy } }), 'item.json', ['$.configuration.Policy plain queue 111122223333']],
    ['an identity policy', json({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] }), 'sqs-policy.json', ['$ plain identity ']],
    ['a bucket policy', json({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }] }), 'p.json', ['$ plain other ']],
    ['a dead-letter queue by its name', json(policy), 'orders-dlq.json', ['$ plain dead-letter-queue 111122223333']],
    ['a policy that is just begun', '{', 'queue-policy.json', ['$ plain queue ']],
    ['another JSON file', json({ name: 'x', version: '1.0.0' }), 'package.json', []],
    ['an empty object', '{}', 'settings.json', []],
    ['no JSON at all', 'Effect: Allow', 'x.json', []],
  ])('%s', (_, text, file, expected) => {
    const found = findPolicies(text, { name: file }).policies;
    expect(found.map((p) => `${p.address} ${p.host} ${p.kind} ${p.owner.account ?? ''}`)).toEqual(expected);
  });
});

describe('CloudFormation templates', () => {
  const template = (resources: unknown, extra = {}) => json({ AWSTemplateFormatVersion: '2010-09-09', ...extra, Resources: resources });
  const queuePolicy = (document: unknown, queues: unknown = [{ Ref: 'Orders' }]) => ({ Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: queues, PolicyDocument: document } });
  const found = (text: string) => findPolicies(text, { name: 'template.json' }).policies;

  test('queue, key and replica key policies, and no others', () => {
    const sites = found(template({ P: queuePolicy(policy), K: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: keyPolicy } }, R: { Type: 'AWS::KMS::ReplicaKey', Properties: { KeyPolicy: keyPolicy } }, Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy } } }));
    expect(sites.map((s) => `${s.address} ${s.kind}`)).toEqual(['$.Resources.P.Properties.PolicyDocument queue', '$.Resources.K.Properties.KeyPolicy key', '$.Resources.R.Properties.KeyPolicy key']);
  });

  test('a queue that a RedrivePolicy points to is a dead-letter queue', () => {
    const [site] = found(template({ Orders: { Type: 'AWS::SQS::Queue' }, Main: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Orders', 'Arn'] }, maxReceiveCount: 3 } } }, P: queuePolicy(policy) }));
    expect(site!.kind).toBe('dead-letter-queue');
  });

  test('a policy written as a string', () => {
    const [site] = found(template({ P: queuePolicy(JSON.stringify(policy)) }));
    expect(site!.policy.statements[0]!.sid!.value!.text).toBe('A');
  });

  test('intrinsics become holes, partly known strings and choices', () => {
    const [site] = found(
      template(
        {
          P: queuePolicy({
            Statement: [
              {
                Effect: { 'Fn::If': ['C', 'Allow', 'Deny'] },
                Principal: { AWS: { Ref: 'Principals' } },
                Action: ['sqs:SendMessage', { 'Fn::If': ['C', 'sqs:ReceiveMessage', { Ref: 'AWS::NoValue' }] }],
                Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:sqs:eu-west-1:111122223333:${!x}' },
                Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::Join': [':', ['arn:aws:sns', { Ref: 'AWS::Region' }, '111122223333', 'orders']] } } },
              },
              { 'Fn::If': ['C', { Effect: 'Allow' }, { Ref: 'AWS::NoValue' }] },
              { 'Fn::Transform': { Name: 'AWS::Include' }, Effect: 'Allow' },
            ],
          }),
        },
        { Parameters: { Principals: { Type: 'CommaDelimitedList' } } },
      ),
    );
    const [first, second, third] = site!.policy.statements;
    expect(first!.effect!.value).toBeUndefined();
    expect(first!.principal!.entries[0]!.list.open).toBe(true);
    expect(first!.action!.values.map((v) => `${v.text} ${v.certain}`)).toEqual(['sqs:SendMessage true', 'sqs:ReceiveMessage false']);
    expect(first!.resource!.values[0]!.text).toBe('arn:${AWS::Partition}:sqs:eu-west-1:111122223333:${x}');
    expect(first!.resource!.values[0]!.pieces.filter((p) => p.kind === 'hole').map((p) => p.text)).toEqual(['${AWS::Partition}', '${x}']);
    expect(first!.condition!.tests[0]!.list.values[0]!.text).toBe('arn:aws:sns:${AWS::Region}:111122223333:orders');
    expect(second!.certain).toBe(false);
    expect(third!.open).toBe(true);
  });
});

test('positions inside the escaped string are those of the document', () => {
  const text = json({ Attributes: { Policy: json(policy) } });
  const site = findPolicies(text).policies[0]!;
  const resource = site.policy.statements[0]!.resource!.values[0]!.node;
  const range = site.tree.locate(resource.range);
  expect(text.slice(range.start, range.end)).toBe('\\"arn:aws:sqs:eu-west-1:111122223333:orders\\"');
  expect(site.tree.offsetAt(range.start)).toBe(resource.range.start);
});
