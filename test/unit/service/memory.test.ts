import { describe, expect, test } from 'vitest';
import { createPolicyLanguageService, defaultWorkspace, type PolicyLanguageService } from '../../../server/src/service';

const workspace = { ...defaultWorkspace, kindOf: () => 'queue' as const };
const service = createPolicyLanguageService;

const said = (one: PolicyLanguageService, text: string): readonly string[] => {
  const document = one.read(text, 'p.json', workspace);
  const reports = one.validate(document, workspace);
  return [...reports.flatMap(({ findings, undecided }) => [...findings.map(({ rule, range }) => `${rule.id} ${range.start}`), ...undecided.map(({ rule, holes }) => `${rule.id}? ${holes.map(({ label, node }) => `${label} ${node.range.start}`).join()}`)]), ...one.lenses(document, workspace).map(({ title }) => title)];
};

const template = (statement: unknown, more: object = {}): string =>
  JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', ...more, Resources: { P: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: { Version: '2012-10-17', Statement: [statement] } } } } });
const escaped = (statement: unknown): string => JSON.stringify({ Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) } });
const plain = (statement: unknown, version = '2012-10-17'): string => JSON.stringify({ Version: version, Statement: [statement] });

const resource = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const account = { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sqs:SendMessage', Resource: resource };
const referring = { ...account, Action: { Ref: 'Given' } };
const everyone = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: resource };
const somewhere = { ...everyone, Resource: { Ref: 'Given' } };
const nobody = { Effect: 'Deny', Principal: '*', Action: ['sqs:SetQueueAttributes', 'sqs:SendMessage'], Resource: { Ref: 'Given' } };
const everybody = { ...everyone, Condition: { StringEquals: { 'aws:PrincipalTag/team': '${aws:PrincipalTag/owner}' } } };

/** Each text of a pair, after the other, is judged as by a service that has seen nothing; and it is not the same that is said of both. */
describe('statements of one text that mean two things', () => {
  test.each<[string, string, string]>([
    ['a Resource that is text, and one that is a list', template(somewhere, { Parameters: { Given: { Type: 'String' } } }), template(somewhere, { Parameters: { Given: { Type: 'CommaDelimitedList' } } })],
    ['a Deny on text that may be the queue, and one on a list that may be empty', template(nobody, { Parameters: { Given: { Type: 'String' } } }), template(nobody, { Parameters: { Given: { Type: 'List<String>' } } })],
    ['a reference, and an object that is none', template(referring), escaped(referring)],
    ['a statement that is there, and one that may be', template(account), template({ 'Fn::If': ['Given', account, { Ref: 'AWS::NoValue' }] })],
    ['a statement with a name, and one whose name is still to be typed', plain({ Sid: '', ...everyone }), plain({ Sid: '', ...everyone }).replace('""', '')],
    ['a variable, and its text in an older version', plain(everybody), plain(everybody, '2008-10-17')],
  ])('%s', (_, one, other) => {
    const fresh = (text: string): readonly string[] => said(service(), text);
    expect(fresh(one).map((line) => line.replace(/\d+$/, ''))).not.toEqual(fresh(other).map((line) => line.replace(/\d+$/, '')));
    for (const [first, second] of [[one, other], [other, one]] as const) {
      const seen = service();
      for (const text of [first, second, first, second]) expect(said(seen, text)).toEqual(fresh(text));
    }
  });
});

test('two services in one process share nothing', () => {
  const [one, other] = [service(), service()];
  const shapes = (of: PolicyLanguageService): readonly unknown[] => of.read(plain(account), 'p.json', workspace).policies[0]!.policy.statements.map(({ shape }) => shape);
  const first = shapes(one);
  said(one, plain(account));
  expect(shapes(one)[0]).toBe(first[0]);
  expect(shapes(other)[0]).not.toBe(first[0]);
  expect(shapes(other)[0]).toEqual({ number: expect.any(Number), derived: [] });
  said(other, plain(account));
  expect(shapes(one)[0]).toBe(first[0]);
});
