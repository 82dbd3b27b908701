/** Whom a policy as a whole lets in, and that in one line. */
import { publicVerdict, whoCan, type AccessReport, type PublicVerdict, type WhoCanOptions } from '../access';
import { facts } from '../aws';
import type { PolicySite } from '../documents';
import { extentOf, type Statement } from '../policy';

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

/** `Not public: aws:SourceArn keeps strangers out (statement AllowSNS) · nobody outside the zone of trust` */
function verdictSentence(verdict: PublicVerdict, { external, findings }: AccessReport, { owner }: PolicySite): string {
  const outside = findings.filter((found) => found.outside).length;
  const callers =
    outside > 0
      ? `${outside} ${outside === 1 ? 'caller' : 'callers'} outside the zone of trust`
      : external === 'no'
        ? 'nobody outside the zone of trust'
        : owner.account === undefined
          ? 'who is outside depends on the owner’s account, which is not known'
          : verdict.is === 'depends' && verdict.on.length === 0 ? 'who is outside as well' : 'callers outside depend on what is still to be filled in';
  return `${publicSentence(verdict)} · ${callers}`;
}

function publicSentence(verdict: PublicVerdict): string {
  switch (verdict.is) {
    case 'yes':
      return `Public: ${nameOf(verdict.statement)} lets anybody call ${verdict.witness.action}`;
    case 'no':
      return verdict.key === undefined ? 'Not public: every Allow names its principals' : `Not public: ${verdict.key} keeps strangers out (${nameOf(verdict.statement!)})`;
    case 'depends':
      return verdict.on.length > 0 ? 'Public or not depends on what is still to be filled in' : 'Public or not would take too many steps to say';
  }
}

function nameOf({ index, sid }: Statement): string {
  return `statement ${sid?.value?.text || index + 1}`;
}
