import { describe, expect, test } from 'vitest';
import { facts } from '../../../server/src/aws';
import { keyUsers } from '../../../server/src/aws/keyUsers';
import { queueSenders } from '../../../server/src/aws/queueSenders';

const find = facts.findServicePrincipal;

describe('finding a service principal', () => {
  test.each(['sns', 's3', 'events', 'lambda', 'cloudtrail', 'delivery.logs', 'storage-lens.s3', 'meetings.chime', 'dnssec-route53', 'sqs'])('%s', (bare) => {
    expect(find(`${bare}.amazonaws.com`)).toMatchObject({ fact: { name: `${bare}.amazonaws.com` }, domain: 'amazonaws.com' });
  });
  test('with a Region', () => {
    expect(find('sns.af-south-1.amazonaws.com')).toMatchObject({ fact: { name: 'sns.amazonaws.com' }, region: 'af-south-1' });
    expect(find('logs.eu-central-1.amazonaws.com')).toMatchObject({ fact: { name: 'logs.amazonaws.com' }, region: 'eu-central-1' });
    expect(find('logs.cn-north-1.amazonaws.com.cn')).toMatchObject({ fact: { name: 'logs.amazonaws.com' }, region: 'cn-north-1', domain: 'amazonaws.com.cn' });
  });
  test('in China', () => {
    expect(find('sns.amazonaws.com.cn')).toMatchObject({ fact: { name: 'sns.amazonaws.com' }, domain: 'amazonaws.com.cn' });
  });
  test.each(['sns.amazon.com', 'SNS.amazonaws.com', 'cloudwatch-events.amazonaws.com', 'logs.region.amazonaws.com', 'sns', '', '.amazonaws.com', 'events.us-east-1.amazonaws.com', 'amazonaws.com'])(
    '%s is none', (name) => expect(find(name)).toBeUndefined());
  test('the list is large, sorted out and without repetition', () => {
    const names = facts.servicePrincipals.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(200);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/);
  });
});

describe('how services reach a queue', () => {
  test('every sender and key user is a known principal', () => {
    for (const bare of [...Object.keys(queueSenders), ...Object.keys(keyUsers)]) expect(find(`${bare}.amazonaws.com`), bare).toBeDefined();
  });
  test('by queue policy', () => {
    const byPolicy = facts.servicePrincipals.filter(({ sender }) => sender?.kind === 'policy').map(({ name }) => name.replace('.amazonaws.com', ''));
    expect(byPolicy.sort()).toEqual(['chime', 'events', 'meetings.chime', 's3', 'sns']);
    expect(find('meetings.chime.amazonaws.com')?.fact.sender?.queueActions).toEqual(['sqs:SendMessage', 'sqs:GetQueueUrl']);
  });
  test('by role', () => {
    for (const bare of ['scheduler', 'pipes', 'apigateway', 'states', 'appsync', 'iot', 'firehose', 'lambda', 'autoscaling']) {
      expect(find(`${bare}.amazonaws.com`)?.fact.sender?.kind, bare).toBe('role');
    }
    expect(find('sqs.amazonaws.com')?.fact.sender?.kind).toBe('none');
    expect(find('codebuild.amazonaws.com')?.fact.sender?.kind).toBe('unknown');
  });
  test('all their actions exist', () => {
    for (const { sender } of facts.servicePrincipals) {
      for (const action of [...(sender?.queueActions ?? []), ...(sender?.keyActions ?? [])]) expect(facts.findAction(action)?.name).toBe(action);
    }
  });
  test('the forms of aws:SourceArn say of themselves what they are', () => {
    for (const { sender, keyUser } of facts.servicePrincipals) {
      for (const shape of [...(sender?.shapes ?? []), ...(keyUser?.shapes ?? [])]) {
        const [arn, , service, region, account, ...resource] = shape.arn.split(':');
        expect([arn, service]).toEqual(['arn', shape.service]);
        expect(region !== '').toBe(shape.hasRegion);
        expect(account !== '').toBe(shape.hasAccount);
        expect(resource.join(':')).not.toBe('');
      }
    }
  });
  test('names that topics, buckets and rules can have', () => {
    const shape = (bare: string) => find(`${bare}.amazonaws.com`)!.fact.sender!.shapes[0]!.resource;
    expect(shape('sns').test('orders.fifo')).toBe(true);
    expect(shape('sns').test('orders:subscription')).toBe(false);
    expect(shape('s3').test('my-bucket.example')).toBe(true);
    expect(shape('s3').test('bucket/key')).toBe(false);
    expect(shape('events').test('rule/bus/name')).toBe(true);
    expect(shape('events').test('event-bus/name')).toBe(false);
  });
});
