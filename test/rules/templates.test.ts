/** Policies in templates: what a reference stands for, and what is said of it. All findings of each case, and the text after its first fix. */
import { describe, expect, test } from 'vitest';
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import { validate } from '../../server/src/service/validate';
import { defaultWorkspace } from '../../server/src/service/workspace';
import { applyChanges } from '../apply';
import { unmark } from './harness';

const RESOURCES = `"Orders": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "orders" } }, "Returns": { "Type": "AWS::SQS::Queue" }, "Placed": { "Type": "AWS::SNS::Topic" }, "Parcels": { "Type": "AWS::S3::Bucket" }, "Nightly": { "Type": "AWS::Events::Rule" }, "Worker": { "Type": "AWS::IAM::Role" }, "Anna": { "Type": "AWS::IAM::User" }, "Team": { "Type": "AWS::IAM::Group" }, "Secret": { "Type": "AWS::KMS::Key" }, "Named": { "Type": "AWS::KMS::Alias" }`;
const OWN_ARN = '{ "Fn::GetAtt": ["Orders", "Arn"] }';

const queueTemplate = (statement: string, queues = '[{ "Ref": "Orders" }]') =>
  `{ "Parameters": { "Target": { "Type": "String" }, "Targets": { "Type": "CommaDelimitedList" } }, "Resources": { ${RESOURCES}, "Policy": { "Type": "AWS::SQS::QueuePolicy", "Properties": { "Queues": ${queues}, "PolicyDocument": { "Version": "2012-10-17", "Statement": [${statement}] } } } } }`;
const sns = (source: string, resource = OWN_ARN) => `{ "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": ${resource}, "Condition": { "ArnEquals": { "aws:SourceArn": ${source} } } }`;
const s3 = (source: string, account = '{ "Ref": "AWS::AccountId" }') => `{ "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": ${OWN_ARN}, "Condition": { "ArnLike": { "aws:SourceArn": ${source} }, "StringEquals": { "aws:SourceAccount": ${account} } } }`;
const role = (principal: string) => `{ "Effect": "Allow", "Principal": { "AWS": ${principal} }, "Action": "sqs:ReceiveMessage", "Resource": ${OWN_ARN} }`;
const deny = (source: string) => `{ "Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": ${OWN_ARN}, "Condition": { "ArnNotEquals": { "aws:SourceArn": ${source} } } }`;
const TOPIC = '{ "Ref": "Placed" }';

interface Case {
  readonly name: string;
  /** ⟦ and ⟧ stand round what is found. */
  readonly text: string;
  /** Rule and severity. */
  readonly findings: readonly string[];
  readonly message?: RegExp;
  readonly fixed?: string;
}

const cases: readonly Case[] = [
  { name: "the queue's ARN, the topic's ARN", text: queueTemplate(sns(TOPIC)), findings: [] },
  { name: 'the attribute of a topic that is its ARN', text: queueTemplate(sns('{ "Fn::GetAtt": ["Placed", "TopicArn"] }')), findings: [] },
  { name: 'the ARN by Fn::Sub', text: queueTemplate(sns('{ "Fn::Sub": "${Placed}" }', '{ "Fn::Sub": "${Orders.Arn}" }')), findings: [] },
  { name: "the queue's URL as Resource", text: queueTemplate(sns(TOPIC, '⟦{ "Ref": "Orders" }⟧')), findings: ['sqs-queue-resource error'], message: /^\$\{Orders\} is the URL of a queue, not its ARN/, fixed: queueTemplate(sns(TOPIC, OWN_ARN)) },
  { name: "the queue's URL by its attribute", text: queueTemplate(sns(TOPIC, '⟦{ "Fn::GetAtt": "Orders.QueueUrl" }⟧')), findings: ['sqs-queue-resource error'], fixed: queueTemplate(sns(TOPIC, OWN_ARN)) },
  { name: "the queue's name as Resource", text: queueTemplate(sns(TOPIC, '⟦{ "Fn::GetAtt": ["Orders", "QueueName"] }⟧')), findings: ['sqs-queue-resource error'], message: /is the name of a queue/, fixed: queueTemplate(sns(TOPIC, OWN_ARN)) },
  { name: 'a topic as Resource', text: queueTemplate(sns(TOPIC, `⟦${TOPIC}⟧`)), findings: ['sqs-queue-resource error'], message: /is the ARN of a topic/ },
  { name: "another queue's ARN", text: queueTemplate(sns(TOPIC, '⟦{ "Fn::GetAtt": ["Returns", "Arn"] }⟧')), findings: ['sqs-queue-resource warning'], message: /attached to another queue/ },
  { name: 'a queue of another name', text: queueTemplate(sns(TOPIC, '⟦"arn:aws:sqs:eu-west-1:111122223333:returns"⟧')), findings: ['sqs-queue-resource warning'] },
  { name: 'a queue of the same name', text: queueTemplate(sns(TOPIC, '{ "Fn::Sub": "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:orders" }')), findings: [] },
  { name: 'one policy of two queues', text: queueTemplate(`${sns(TOPIC)}, ${sns(TOPIC, '{ "Fn::GetAtt": ["Returns", "Arn"] }')}`, '[{ "Ref": "Orders" }, { "Ref": "Returns" }]'), findings: [] },
  { name: 'a queue that a parameter names', text: queueTemplate(sns(TOPIC, '{ "Fn::GetAtt": ["Returns", "Arn"] }'), '[{ "Ref": "Target" }]'), findings: [] },
  { name: 'the name of a bucket as source', text: queueTemplate(s3('⟦{ "Ref": "Parcels" }⟧')), findings: ['valid-arn error'], message: /is the name of a bucket/, fixed: queueTemplate(s3('{ "Fn::GetAtt": ["Parcels", "Arn"] }')) },
  { name: 'the ARN of a bucket as source', text: queueTemplate(s3('{ "Fn::GetAtt": ["Parcels", "Arn"] }')), findings: [] },
  { name: "a bucket's ARN as the account", text: queueTemplate(s3('{ "Fn::GetAtt": ["Parcels", "Arn"] }', '⟦{ "Fn::GetAtt": ["Parcels", "Arn"] }⟧')), findings: ['valid-condition-value error'] },
  { name: 'a bucket as the source of SNS', text: queueTemplate(sns('⟦{ "Fn::GetAtt": ["Parcels", "Arn"] }⟧')), findings: ['valid-source-arn error'], message: /is the ARN of a bucket/ },
  { name: 'a role as source', text: queueTemplate(sns('⟦{ "Fn::GetAtt": ["Worker", "Arn"] }⟧')), findings: ['valid-source-arn error'], message: /aws:PrincipalArn/ },
  { name: 'the URL of a queue as source', text: queueTemplate(deny('⟦{ "Ref": "Returns" }⟧')), findings: ['valid-arn error'], fixed: queueTemplate(deny('{ "Fn::GetAtt": ["Returns", "Arn"] }')) },
  { name: 'a bucket without its account', text: queueTemplate(`{ "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": ${OWN_ARN}, "Condition": { "ArnLike": { "aws:SourceArn": ⟦{ "Fn::GetAtt": ["Parcels", "Arn"] }⟧ } } }`), findings: ['require-source-account warning'], message: /bucket/ },
  { name: 'a role by its ARN', text: queueTemplate(role('{ "Fn::GetAtt": ["Worker", "Arn"] }')), findings: [] },
  { name: 'a role by its name', text: queueTemplate(role('⟦{ "Ref": "Worker" }⟧')), findings: ['valid-principal error'], message: /^\$\{Worker\} is the name of a role, not its ARN/, fixed: queueTemplate(role('{ "Fn::GetAtt": ["Worker", "Arn"] }')) },
  { name: 'a user by its name, in a list', text: queueTemplate(role('["111122223333", ⟦{ "Ref": "Anna" }⟧]')), findings: ['valid-principal error'], fixed: queueTemplate(role('["111122223333", { "Fn::GetAtt": ["Anna", "Arn"] }]')) },
  { name: 'a group', text: queueTemplate(role('⟦{ "Fn::GetAtt": ["Team", "Arn"] }⟧')), findings: ['valid-principal error'], message: /the ARN of a group, which is not a principal/ },
  { name: 'the account', text: queueTemplate(role('{ "Ref": "AWS::AccountId" }')), findings: [] },
  { name: 'the name of a role within an ARN', text: queueTemplate(role('{ "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Worker}" }')), findings: [] },
  { name: 'the ARN of a role within an ARN', text: queueTemplate(role('{ "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/⟦${Worker.Arn}⟧" }')), findings: ['valid-principal error'], fixed: queueTemplate(role('{ "Fn::GetAtt": ["Worker", "Arn"] }')) },
  { name: 'the ARN of a topic within an ARN', text: queueTemplate(sns('{ "Fn::Sub": "arn:aws:sns:${AWS::Region}:${AWS::AccountId}:⟦${Placed}⟧" }')), findings: ['valid-arn error'], fixed: queueTemplate(sns(TOPIC)) },
  { name: 'Region and account in the place of the other', text: queueTemplate(sns('{ "Fn::Sub": "arn:aws:sns:⟦${AWS::AccountId}⟧:${AWS::Region}:placed" }')), findings: ['valid-arn error'], message: /the Region belongs here/ },
  { name: 'a service principal by its role', text: queueTemplate(`{ "Effect": "Allow", "Principal": { "Service": ⟦{ "Fn::GetAtt": ["Worker", "Arn"] }⟧ }, "Action": "sqs:SendMessage", "Resource": ${OWN_ARN} }`), findings: ['valid-principal error'] },
  { name: 'what a parameter holds is not known', text: queueTemplate(`${sns('{ "Ref": "Target" }', '{ "Ref": "Target" }')}, ${role('{ "Ref": "Targets" }')}`), findings: [] },
  { name: 'the policy is attached by an ARN', text: queueTemplate(sns(TOPIC), '[⟦{ "Fn::GetAtt": ["Orders", "Arn"] }⟧]'), findings: ['sqs-queue-resource error'], message: /attached to a queue by its URL/, fixed: queueTemplate(sns(TOPIC), '[{ "Ref": "Orders" }]') },
  { name: 'the policy is attached by an ARN as text', text: queueTemplate(sns(TOPIC), '[⟦"arn:aws:sqs:eu-west-1:111122223333:orders"⟧]'), findings: ['sqs-queue-resource error'] },
  { name: 'no principal at all', text: queueTemplate(`{ ⟦"Effect"⟧: "Allow", "Principal": { "Ref": "AWS::NoValue" }, "Action": "sqs:SendMessage", "Resource": ${OWN_ARN} }`), findings: ['require-principal error'], fixed: queueTemplate(`{ "Effect": "Allow", "Principal": {"AWS": "<principal-arn>"}, "Action": "sqs:SendMessage", "Resource": ${OWN_ARN} }`) },
  { name: 'no action at all', text: queueTemplate(`{ ⟦"Effect"⟧: "Allow", "Principal": { "AWS": "111122223333" }, "Action": { "Ref": "AWS::NoValue" }, "Resource": ${OWN_ARN} }`), findings: ['require-action error'] },
  { name: 'no condition at all', text: queueTemplate(`{ "Effect": "Allow", "Principal": ⟦"*"⟧, "Action": "sqs:SendMessage", "Resource": ${OWN_ARN}, "Condition": { "Ref": "AWS::NoValue" } }`), findings: ['no-public-access error'] },
  { name: 'a statement that is left out', text: queueTemplate(`${sns(TOPIC)}, { "Ref": "AWS::NoValue" }`), findings: [] },
  { name: 'a principal that is left out of a list', text: queueTemplate(role('["111122223333", { "Ref": "AWS::NoValue" }]')), findings: [] },
  ...['"{{resolve:ssm:/orders/topic}}"', '{ "Fn::Sub": "{{resolve:ssm:/${AWS::StackName}/topic}}" }', '{ "Fn::Join": ["", ["{{resolve:ssm:/", { "Ref": "AWS::StackName" }, "/topic}}"]] }', '{ "Fn::Sub": ["${Topic}", { "Topic": "{{resolve:ssm:/orders/topic}}" }] }'].map((source) => ({ name: `a dynamic reference: ${source}`, text: queueTemplate(sns(source)), findings: [] })),
  { name: 'a VPC as the endpoint', text: queueTemplate(`{ "Effect": "Deny", "Principal": "*", "Action": "sqs:ReceiveMessage", "Resource": ${OWN_ARN}, "Condition": { "StringNotEquals": { "aws:SourceVpce": ⟦{ "Ref": "Network" }⟧ } } }`).replace('"Named":', '"Network": { "Type": "AWS::EC2::VPC" }, "Named":'), findings: ['valid-condition-value error'], message: /the ID of a VPC, and aws:SourceVpce holds the ID of a VPC endpoint/ },
  { name: 'names of Fn::Sub stand for what its map has', text: queueTemplate(sns('{ "Fn::Sub": ["${Source}", { "Source": ⟦{ "Fn::GetAtt": ["Parcels", "Arn"] }⟧ }] }')), findings: ['valid-source-arn error'] },
];

/** A rule that throws is a fault, too. */
const fail = (_: unknown, error: unknown): never => {
  throw error;
};

const keyTemplate = (statement: string) => `{ "Resources": { ${RESOURCES}, "Main": { "Type": "AWS::KMS::Key", "Properties": { "KeyPolicy": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": { "Fn::Sub": "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" } }, "Action": "kms:*", "Resource": "*" }, ${statement}] } } } } }`;
const decrypt = (context: string, resource = '"*"') => `{ "Effect": "Allow", "Principal": { "AWS": { "Fn::GetAtt": ["Worker", "Arn"] } }, "Action": "kms:Decrypt", "Resource": ${resource}, "Condition": { "StringEquals": { "kms:EncryptionContext:aws:sqs:arn": ${context} } } }`;

const keyCases: readonly Case[] = [
  { name: "the queue's ARN as the context", text: keyTemplate(decrypt(OWN_ARN)), findings: [] },
  { name: "the queue's URL as the context", text: keyTemplate(decrypt('⟦{ "Ref": "Orders" }⟧')), findings: ['valid-arn error'], fixed: keyTemplate(decrypt(OWN_ARN)) },
  { name: 'an alias as Resource', text: keyTemplate(decrypt(OWN_ARN, '⟦{ "Ref": "Named" }⟧')), findings: ['kms-key-resource error'], message: /is the name of an alias/, fixed: keyTemplate(decrypt(OWN_ARN)) },
  { name: 'a queue as Resource', text: keyTemplate(decrypt(OWN_ARN, `⟦${OWN_ARN}⟧`)), findings: ['kms-key-resource error'], message: /is the ARN of a queue/ },
  { name: 'a key as Resource may be the own one', text: keyTemplate(decrypt(OWN_ARN, '{ "Fn::GetAtt": ["Main", "Arn"] }')), findings: [] },
];

const report = (text: string) => validate(findPolicies(text, { name: 'template.json' }), { ...defaultWorkspace, profile: 'recommended' }, facts, fail);

describe('references in a template', () => {
  test.each([...cases, ...keyCases])('$name', ({ text: marked, findings: expected, message, fixed }) => {
    const { text, ranges } = unmark(marked);
    const [only] = report(text);
    const findings = only!.findings.filter(({ rule }) => rule.category !== 'least-privilege');
    expect(findings.map(({ rule, severity }) => `${rule.id} ${severity}`)).toEqual(expected);
    expect(findings.map(({ range }) => text.slice(range.start, range.end))).toEqual(ranges.map(({ start, end }) => text.slice(start, end)));
    if (message) expect(findings[0]!.message).toMatch(message);
    for (const finding of findings) expect(finding.message.length).toBeLessThanOrEqual(200);
    const [fix] = findings[0]?.fixes ?? [];
    if (fixed !== undefined) expect(JSON.parse(applyChanges(text, only!.site.tree.write(fix!.edits())))).toEqual(JSON.parse(fixed));
    // What it refers to may not be known to any of our own fixes as an error.
    if (fix && fix.class !== 'decision') expect(report(applyChanges(text, only!.site.tree.write(fix.edits())))[0]!.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

test("a queue's other attributes tell which queue the policy is of", () => {
  const text = (resource: string) => JSON.stringify({ Attributes: { QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:orders', Policy: JSON.stringify({ Version: '2012-10-17', Statement: [JSON.parse(sns('"arn:aws:sns:eu-west-1:111122223333:placed"', resource))] }) } });
  const said = (resource: string) => report(text(resource))[0]!.findings.filter(({ rule }) => rule.category !== 'least-privilege').map(({ rule, severity, fixes }) => `${rule.id} ${severity} ${fixes.map(({ title }) => title).join()}`);
  expect(said('"arn:aws:sqs:eu-west-1:111122223333:orders"')).toEqual([]);
  expect(said('"arn:aws:sqs:*:111122223333:*"')).toEqual([]);
  expect(said('"arn:aws:sqs:eu-west-1:111122223333:returns"')).toEqual(['sqs-queue-resource warning ']);
  expect(said('"orders"')).toEqual(['sqs-queue-resource error Set Resource to arn:aws:sqs:eu-west-1:111122223333:orders,Set Resource to "*" (this queue)']);
});

/** The first fix of a rule, applied, by what it changed. */
function after(text: string, rule: string, title?: RegExp, profile: 'recommended' | 'strict' = 'recommended') {
  const [only] = validate(findPolicies(text, { name: 'template.json' }), { ...defaultWorkspace, profile }, facts, fail);
  const fixes = only!.findings.filter((finding) => finding.rule.id === rule).flatMap((finding) => finding.fixes);
  const fix = title ? fixes.find((one) => title.test(one.title)) : fixes[0];
  if (!fix) throw new Error(`${rule} has no such fix, but ${fixes.map((one) => one.title).join(', ')}`);
  const document = JSON.parse(applyChanges(text, only!.site.tree.write(fix.edits()))) as { Resources: Record<string, { Properties: Record<string, { Statement: Record<string, unknown>[] }> }> };
  return { title: fix.title, statements: document.Resources['Policy']!.Properties['PolicyDocument']!.Statement };
}

describe('fixes refer to what the template has', () => {
  const open = (service: string, resource = OWN_ARN) => queueTemplate(`{ "Effect": "Allow", "Principal": { "Service": "${service}" }, "Action": "sqs:SendMessage", "Resource": ${resource} }`);

  test.each([
    ['the topic', open('sns.amazonaws.com'), 'require-source-condition', 'Limit to Placed with aws:SourceArn', { ArnLike: { 'aws:SourceArn': { Ref: 'Placed' } } }],
    ['the bucket and the account', open('s3.amazonaws.com'), 'require-source-condition', 'Limit to Parcels with aws:SourceArn and aws:SourceAccount', { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['Parcels', 'Arn'] } }, StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }],
    ['the rule', open('events.amazonaws.com'), 'require-source-condition', 'Limit to Nightly with aws:SourceArn', { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['Nightly', 'Arn'] } } }],
    ['the shape, of what is not deployed along', open('sns.amazonaws.com').replace('"Placed": { "Type": "AWS::SNS::Topic" }, ', ''), 'require-source-condition', 'Limit to one source with aws:SourceArn', { ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:<topic-name>' } } }],
    ['what Resource tells in full', open('sns.amazonaws.com', '"arn:aws:sqs:eu-west-1:111122223333:orders"').replace('"Placed": { "Type": "AWS::SNS::Topic" }, ', ''), 'require-source-condition', 'Limit to one source with aws:SourceArn', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:<topic-name>' } }],
  ])('%s', (_, text, rule, title, condition) => {
    const { title: offered, statements } = after(text, rule);
    expect(offered).toBe(title);
    expect(statements[0]!['Condition']).toEqual(condition);
  });

  test('the account beside a bucket', () => {
    const text = queueTemplate(`{ "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": ${OWN_ARN}, "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:s3:::parcels" } } }`);
    expect(after(text, 'require-source-account').statements[0]!['Condition']).toMatchObject({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
  });

  test('another service', () => {
    expect(after(queueTemplate(sns('{ "Fn::GetAtt": ["Parcels", "Arn"] }')), 'valid-source-arn').statements[0]!['Condition']).toEqual({ ArnEquals: { 'aws:SourceArn': { Ref: 'Placed' } } });
  });

  test('whole statements name the queue, the only topic and the account as the template does', () => {
    const text = queueTemplate(role('{ "Fn::GetAtt": ["Worker", "Arn"] }'));
    const inserted = after(text, 'complete-least-privilege', /AllowSNSToSendToTheQueue/).statements.at(-1);
    expect(inserted).toMatchObject({ Resource: { 'Fn::GetAtt': ['Orders', 'Arn'] }, Condition: { ArnLike: { 'aws:SourceArn': { Ref: 'Placed' } } } });
    const boundary = after(text, 'complete-least-privilege', /DenyOtherConsumersFromReceiving/).statements.at(-1);
    expect(boundary).toMatchObject({ Condition: { StringNotLike: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['Worker', 'Arn'] } } } });
    const bucket = after(text, 'require-producer', /S3/, 'strict').statements.at(-1);
    expect(bucket).toMatchObject({ Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['Parcels', 'Arn'] } }, StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } });
  });

  test('no fix writes a reference as text', () => {
    for (const { text: marked } of [...cases, ...keyCases, { text: queueTemplate(`${role('{ "Fn::GetAtt": ["Worker", "Arn"] }')}, ${deny('{ "Ref": "Placed" }')}, { "Effect": "Deny", "Principal": "*", "Action": "sqs:ReceiveMessage", "Resource": ${OWN_ARN}, "Condition": { "StringNotEquals": { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/other"] } } }`) }, { text: queueTemplate(`{ "Effect": "Allow", "Principal": { "Service": ["sns.amazonaws.com", { "Fn::Sub": "arn:aws:iam::\${AWS::AccountId}:root" }] }, "Action": "sqs:SendMessage", "Resource": ${OWN_ARN}, "Condition": { "StringEquals": { "aws:SourceArn": ["arn:aws:sns:*:111122223333:x", { "Ref": "Placed" }], "aws:SourceAccount": "111122223333" }, "StringLike": { "aws:userid": "x" } } }`) }]) {
      const { text } = unmark(marked);
      for (const { findings, site } of validate(findPolicies(text, { name: 'template.json' }), { ...defaultWorkspace, profile: 'strict' }, facts, fail))
        for (const { fixes, rule } of findings)
          for (const fix of fixes) {
            const written: unknown = JSON.parse(applyChanges(text, site.tree.write(fix.edits())));
            expect(referencesAsText(written), `${rule.id}: ${fix.title}`).toEqual([]);
          }
    }
  });
});

/** Texts outside of `Fn::Sub` that look like what it fills in. */
function referencesAsText(value: unknown): readonly string[] {
  if (typeof value === 'string') return /\$\{(?!aws:)/.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(referencesAsText);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, of]) => (key === 'Fn::Sub' ? [] : referencesAsText(of)));
}
