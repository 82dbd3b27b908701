/**
 * Prefixes of other services that are one letter away from `sqs` or `kms`, and so are no slip of the hand: SNS, SES, STS, Server Migration
 * Service, Database Migration Service. https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-11)
 */
const NEIGHBOURS: ReadonlySet<string> = new Set(['sns', 'ses', 'sts', 'sms', 'dms']);

export function isNeighbour(prefix: string): boolean {
  return NEIGHBOURS.has(prefix.toLowerCase());
}
