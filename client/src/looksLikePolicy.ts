/** Whether the language server is worth loading for a text. */

// "Statement" also as it stands in an escaped policy (\"Statement\"); actions of the two services; the types of CloudFormation and Terraform.
const words = /"Statement\\*"|\b(?:sqs|kms):(?!:)|AWS::SQS::QueuePolicy|AWS::KMS::(?:Replica)?Key\b|\baws_(?:sqs_queue|kms_key)/i;

/** True where a text has one of the few words that a queue policy or a key policy cannot do without, in any of the forms it is kept in. */
export function looksLikePolicy(text: string): boolean {
  return words.test(text);
}
