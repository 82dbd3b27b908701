/**
 * Long texts: one thing again and again in one place of a document. Every thing is put into every place that may hold it, sensible or not.
 */

type Sort = 'raw' | 'value' | 'member' | 'statement';

/** The i-th of many. */
type Thing = (i: number) => string;

interface Place {
  readonly sorts: readonly Sort[];
  readonly file?: string;
  readonly wrap: (things: readonly string[]) => string;
}

const QUEUE = '"arn:aws:sqs:eu-west-1:111122223333:orders"';
const policy = (inside: string): string => `{"Version":"2012-10-17","Statement":[${inside}]}`;
const allow = (more: string): string => policy(`{"Effect":"Allow",${more}}`);
const usual = `"Principal":"*","Action":"sqs:SendMessage","Resource":${QUEUE}`;
const inCondition = (inside: string): string => allow(`${usual},"Condition":{${inside}}`);
const template = (resources: string): string => `{"AWSTemplateFormatVersion":"2010-09-09","Resources":{${resources}}}`;
const queuePolicy = (document: string, name = 'Policy'): string => `"${name}":{"Type":"AWS::SQS::QueuePolicy","Properties":{"Queues":["q"],"PolicyDocument":${document}}}`;

export const places: Readonly<Record<string, Place>> = {
  'among the statements': { sorts: ['raw', 'value', 'member', 'statement'], wrap: (t) => policy(t.join()) },
  'among the statements without commas': { sorts: ['raw', 'value', 'statement'], wrap: (t) => policy(t.join('')) },
  'among the statements, a line each': { sorts: ['raw', 'statement'], wrap: (t) => policy(t.join(',\n')) },
  'beside Statement': { sorts: ['raw', 'member'], wrap: (t) => `{"Version":"2012-10-17",${t.join()},"Statement":[]}` },
  'before the policy': { sorts: ['raw'], wrap: (t) => `${t.join('')} ${policy('')}` },
  'after the policy': { sorts: ['raw'], wrap: (t) => `${policy('')} x${t.join('')}x` },
  'in a statement': { sorts: ['raw', 'member'], wrap: (t) => policy(`{${t.join()}}`) },
  'as kinds of principals': { sorts: ['member'], wrap: (t) => allow(`"Principal":{${t.join()}},"Action":"sqs:SendMessage","Resource":${QUEUE}`) },
  'as principals': { sorts: ['value'], wrap: (t) => allow(`"Principal":{"AWS":[${t.join()}]},"Action":"sqs:SendMessage","Resource":${QUEUE}`) },
  'as services': { sorts: ['value'], wrap: (t) => allow(`"Principal":{"Service":[${t.join()}]},"Action":"sqs:SendMessage","Resource":${QUEUE}`) },
  'as actions': { sorts: ['raw', 'value'], wrap: (t) => allow(`"Principal":"*","Action":[${t.join()}],"Resource":${QUEUE}`) },
  'as resources': { sorts: ['value'], wrap: (t) => allow(`"Principal":"*","Action":"sqs:*","Resource":[${t.join()}]`) },
  'as operators': { sorts: ['member'], wrap: (t) => inCondition(t.join()) },
  'as condition keys': { sorts: ['member'], wrap: (t) => inCondition(`"StringLike":{${t.join()}}`) },
  'as values of a condition': { sorts: ['value'], wrap: (t) => inCondition(`"StringLike":{"aws:PrincipalArn":[${t.join()}]},"IpAddress":{"aws:SourceIp":[${t.join()}]}`) },
  'in a string': { sorts: ['raw'], wrap: (t) => allow(`"Sid":"${t.join('').replaceAll('"', '\\"')}",${usual}`) },
  'in an action': { sorts: ['raw'], wrap: (t) => allow(`"Principal":"*","Action":"sqs:${t.join('').replaceAll('"', '\\"')}","Resource":${QUEUE}`) },
  'in a policy in a string': { sorts: ['raw', 'statement'], file: 'attributes.json', wrap: (t) => JSON.stringify({ Attributes: { Policy: policy(t.join()) } }) },
  'as policies of queues': { sorts: ['statement'], file: 'attributes.json', wrap: (t) => JSON.stringify({ Queues: t.map((one) => ({ Attributes: { Policy: policy(one) } })) }) },
  'as policies deep in a document': { sorts: ['statement'], file: 'dump.json', wrap: (t) => `{"items":[${t.map((one) => `{"Policy":${policy(one)}}`).join()}]}` },
  'as policies of a template': { sorts: ['statement'], file: 'template.json', wrap: (t) => template(t.map((one, i) => queuePolicy(policy(one), `P${i}`)).join()) },
  'as choices of a template': { sorts: ['value', 'statement'], file: 'template.json', wrap: (t) => template(queuePolicy(policy(t.map((one, i) => `{"Fn::If":["c${i}",${one},{"Ref":"AWS::NoValue"}]}`).join()))) },
  'joined by a template': { sorts: ['value'], file: 'template.json', wrap: (t) => template(queuePolicy(allow(`"Principal":"*","Action":"sqs:*","Resource":{"Fn::Join":["",[${t.join()}]]}`))) },
  'as resources of a template': { sorts: ['member'], file: 'template.json', wrap: (t) => template(`${t.join()},${queuePolicy(allow(usual))}`) },
  'in a document without a policy': { sorts: ['value', 'member'], file: 'data.json', wrap: (t) => `{"Statement of accounts":[{${t.join()}}]}` },
};

const string = (text: string): string => JSON.stringify(text);
const member = (key: string, value: string): string => `${string(key)}:${value}`;
const statement = (i: number, more: object): string => JSON.stringify({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::111122223333:role/r${i}` }, Action: 'sqs:SendMessage', Resource: '*', ...more });

const raw = Object.fromEntries([',', ':', '[', ']', '{', '}', '"', ' ', '\n', '//\n', '/*', '/*c*/', '#\n', '%{if}', '%{', '${', '${h}', '<a>', '<', '007 ', '1e ', '-', 'null ', 'word ', 'a', '\\', '\\u0041', '\\q', '*', '?a', '{},', '[],', '"a" ', '"a":', '"\n'].map((token) => [string(token), (): string => token]));

export const things: Readonly<Record<Sort, Readonly<Record<string, Thing>>>> = {
  raw,
  value: {
    'the same action': () => '"sqs:SendMessage"',
    'unknown actions': (i) => string(`sqs:Send${i}`),
    'patterns of actions': (i) => string(`sqs:*${i}?*`),
    roles: (i) => string(`arn:aws:iam::111122223333:role/r${i}`),
    accounts: (i) => string(String(100_000_000_000 + i)),
    services: (i) => string(`s${i}.amazonaws.com`),
    queues: (i) => string(`arn:aws:sqs:eu-west-1:111122223333:q${i}`),
    ranges: (i) => string(`10.${(i >> 8) & 255}.${i & 255}.0/24`),
    dates: (i) => string(`${2030 + (i % 900)}-01-01T00:00:00Z`),
    holes: (i) => string(`\${h${i}}`),
    placeholders: () => '"<account-id>"',
    variables: () => string('${aws:PrincipalTag/team}'),
    references: (i) => `{"Ref":"R${i}"}`,
    numbers: String,
    nulls: () => 'null',
    objects: () => '{}',
    lists: () => '[]',
  },
  member: {
    'unknown keys': (i) => member(`Key${i}`, '"v"'),
    'one key': () => member('Effect', '"Allow"'),
    'almost a known key': (i) => member(`Efect${i}`, '"Allow"'),
    operators: (i) => member(`StringEqual${i}`, '{"aws:SourceAccount":"1"}'),
    'one operator': () => member('StringEquals', '{"aws:SourceAccount":"1"}'),
    tags: (i) => member(`aws:PrincipalTag/t${i}`, '"v"'),
    queues: (i) => member(`Q${i}`, '{"Type":"AWS::SQS::Queue","Properties":{"RedrivePolicy":{"deadLetterTargetArn":{"Fn::GetAtt":["D","Arn"]}}}}'),
    'without a value': (i) => `"k${i}":`,
  },
  statement: {
    'for a role each': (i) => statement(i, { Sid: `S${i}` }),
    'of one Sid': (i) => statement(i, { Sid: 'same' }),
    'of a bad Sid': (i) => statement(i, { Sid: 'a b' }),
    'of no Sid': () => statement(0, {}),
    'with a misspelt action': (i) => statement(i, { Action: `sqs:SendMesage${i}` }),
    'for a source each': (i) => statement(i, { Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:111122223333:t${i}` } } }),
    'that deny by a pattern': (i) => statement(i, { Effect: 'Deny', Principal: '*', Condition: { StringNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/*${i}*` } } }),
    'of a key': (i) => statement(i, { Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] }),
    'of nothing but an effect': () => '{"Effect":"Allow"}',
  },
};

export interface LongText {
  readonly name: string;
  readonly file: string;
  /** The text with so many things in it. */
  readonly of: (count: number) => string;
}

const many = (count: number, thing: Thing): string[] => Array.from({ length: count }, (_, i) => thing(i));

/** One inside the other. */
const nested: readonly LongText[] = [
  { name: 'lists in lists', file: 'policy.json', of: (n) => policy('['.repeat(n) + ']'.repeat(n)) },
  { name: 'objects in objects', file: 'policy.json', of: (n) => policy('{"a":'.repeat(n) + '1' + '}'.repeat(n)) },
  { name: 'lists that are not closed', file: 'policy.json', of: (n) => policy('[{"a":'.repeat(n)) },
  { name: 'arrays in strings of an ARN', file: 'policy.json', of: (n) => allow(`"Principal":"*","Action":"sqs:*","Resource":"arn${':'.repeat(n)}"`) },
];

export const longTexts: readonly LongText[] = [
  ...Object.entries(places).flatMap(([place, { sorts, file = 'queue-policy.json', wrap }]) => sorts.flatMap((sort) => Object.entries(things[sort]).map(([thing, make]): LongText => ({ name: `${thing} ${place}`, file, of: (count) => wrap(many(count, make)) })))),
  ...nested,
];
