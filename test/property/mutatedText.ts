import fc from 'fast-check';

const policyText = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'A', Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: ['sqs:SendMessage'], Resource: 'arn:aws:sqs:eu-west-1:111122223333:${name}', Condition: { ArnLike: { 'aws:SourceArn': '<topic>' } } },
      { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  },
  null,
  2,
);

/** Text that was once a policy: cut, spliced, doubled, with odd characters. */
export const mutated = fc
  .tuple(
    fc.constantFrom(policyText, JSON.stringify({ Attributes: { Policy: policyText } }), JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: { P: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: JSON.parse(policyText) } } } }, null, 1)),
    fc.array(fc.tuple(fc.nat(1200), fc.nat(60), fc.oneof(fc.constantFrom('', '{', '}', '[', ']', '"', ',', ':', '\\', '\\u12', '${x}', '%{ if }', '//', '/*', '#', '\r\n', '\uFEFF', '😀', '<a>', '{"Fn::If": ["c", 1, {"Ref": "AWS::NoValue"}]}'), fc.string({ maxLength: 5 }))), { maxLength: 6 }),
  )
  .map(([text, cuts]) => cuts.reduce((t, [at, length, insert]) => t.slice(0, at) + insert + t.slice(at + length), text));

/** Tokens, whole and broken, in any order. */
export const scraps = fc
  .array(fc.constantFrom('{', '}', '[', ']', ':', ',', '"a"', '"b', '"', ' ', '\n', '1', '007', '-', 'true', 'word', '\\', '"\\u00e9"', '"\\q"', '"x\\\n', '"\t"', '\uFEFF', '//x\n', '/*', '*/', '#c\n', '%{ if }', '%{', '${x}', '${', '<y>'), { maxLength: 14 })
  .map((tokens) => tokens.join(''));
