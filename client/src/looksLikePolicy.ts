/** Whether the language server is worth loading for a text. */

// "Statement" also as it stands in an escaped policy (\"Statement\"); actions of the two services; CloudFormation's types.
const words = /"Statement\\*"|\b(?:sqs|kms):(?!:)|AWS::SQS::QueuePolicy|AWS::KMS::(?:Replica)?Key\b/i;

/** True where a text has one of the few words that a queue policy or a key policy cannot do without, in any of the forms it is kept in. */
export function looksLikePolicy(text: string): boolean {
  return words.test(text);
}
