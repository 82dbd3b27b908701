/** What is known about a policy, in a person's words. */
import type { PolicyStatus } from '../../server/src/protocol/messages';

export interface PolicyDescription {
  readonly title: string;
  readonly owner: string;
  readonly reasons: string;
}

const titles: Readonly<Record<PolicyStatus['kind'], string>> = {
  queue: 'Queue policy',
  'dead-letter-queue': 'Dead-letter queue policy',
  key: 'Key policy',
  identity: 'Identity policy (not checked)',
  'resource-control': 'Resource control policy (not checked)',
  other: "Another service's policy (not checked)",
};

export function describe({ address, kind, kindReason, owner, ownerReason, undecided, ignored, usage }: PolicyStatus): PolicyDescription {
  return {
    title: titles[kind],
    owner: owner === undefined ? 'owner account not known' : `account ${owner}`,
    reasons: [
      ...(address === '$' ? [] : [`at ${address}`]),
      `kind: ${kindReason}`,
      `owner: ${ownerReason}`,
      ...(undecided === 0 ? [] : [`${undecided} ${undecided === 1 ? 'check waits' : 'checks wait'} for what is still to be filled in`]),
      ...(ignored === 0 ? [] : [`${ignored} ${ignored === 1 ? 'finding is' : 'findings are'} ignored as configured`]),
      ...(usage ? [sizeOf(usage)] : []),
    ].join(' · '),
  };
}

/** `1,204 of 8,192 bytes, 6 of 20 statements` */
function sizeOf({ bytes, exact, mostBytes, statements, mostStatements }: NonNullable<PolicyStatus['usage']>): string {
  const size = `${exact ? '' : 'at least '}${bytes.toLocaleString('en')} of ${mostBytes.toLocaleString('en')} bytes`;
  return statements === undefined ? size : `${size}, ${statements} of ${mostStatements} statements`;
}
