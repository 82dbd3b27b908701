/** What a policy as a whole lets in, in one line. */
import type { AccessReport, PublicVerdict } from '../access';
import type { PolicySite } from '../documents';
import type { Statement } from '../policy';

/** `Not public: aws:SourceArn keeps strangers out (statement AllowSNS) · nobody outside the zone of trust` */
export function verdictSentence(verdict: PublicVerdict, { external, findings }: AccessReport, { owner }: PolicySite): string {
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
