/** What the tests of the protocol open. */
export const uri = 'file:///work/queue-policy.json';

export const policy = JSON.stringify(
  { Version: '2012-10-17', Statement: [{ Sid: 'AllowSns', Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' }] },
  null,
  2,
);

/** The position of a part of a text, `offset` characters into it. */
export function at(text: string, part: string, offset = 1): { line: number; character: number } {
  const before = text.slice(0, text.indexOf(part) + offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}
