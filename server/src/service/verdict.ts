/** Whom a policy as a whole lets in, and that in one line. */
import { publicVerdict, whoCan, type AccessReport, type PublicVerdict, type WhoCanOptions } from '../access';
import { facts } from '../aws';
import type { PolicySite } from '../documents';
import { extentOf, type Hole, type Statement } from '../policy';

export interface WhoHasAccess {
  readonly text: string;
  /** Absent for a policy that is far over its quota: nothing is asked of one. */
  readonly report?: AccessReport;
}

export function whoHasAccess(site: PolicySite, options: WhoCanOptions): WhoHasAccess {
  if (extentOf(site.policy, site.kind, facts.quotas) !== 'everything') return { text: `Too large to say who has access: ${site.kind === 'key' ? 'KMS' : 'SQS'} rejects a policy of this size` };
  const verdict = publicVerdict(site.policy, options);
  const report = whoCan(site.policy, options);
  return { text: verdictSentence(verdict, report, site), report };
}

/** `Not public: only with aws:SourceArn (statement AllowSNS) · no access from outside the zone of trust` */
function verdictSentence(verdict: PublicVerdict, report: AccessReport, site: PolicySite): string {
  return `${publicSentence(verdict)} · ${outsideSentence(report, site)}`;
}

function outsideSentence({ external, findings }: AccessReport, { owner, own, kind }: PolicySite): string {
  const count = findings.filter((found) => found.outside).length;
  switch (external) {
    case 'yes':
      return count === 0 ? 'access from outside the zone of trust' : `${count} ${count === 1 ? 'caller' : 'callers'} outside the zone of trust`;
    case 'no':
      return 'no access from outside the zone of trust';
    case 'depends':
      return `access from outside depends on ${owner.account === undefined && own?.owner === undefined ? `which account owns this ${kind === 'key' ? 'key' : 'queue'}` : 'values that are not known'}`;
  }
}

function publicSentence(verdict: PublicVerdict): string {
  switch (verdict.is) {
    case 'yes':
      return `Public: anybody can call ${verdict.witness.action} (${nameOf(verdict.statement)})`;
    case 'no':
      return verdict.key === undefined ? 'Not public' : `Not public: only with ${verdict.key} (${nameOf(verdict.statement!)})`;
    case 'depends':
      return verdict.on.length > 0 ? `Public or not depends on ${dependsOn(verdict.on)}` : 'Public or not: too complex to say';
  }
}

/** The first few, as they are written. */
function dependsOn(on: readonly Hole[]): string {
  const labels = [...new Set(on.map(({ label }) => label))];
  return labels.length <= 2 ? labels.join(' and ') : `${labels[0]} and ${labels.length - 1} more`;
}

function nameOf({ index, sid }: Statement): string {
  return `statement ${sid?.value?.text || index + 1}`;
}
