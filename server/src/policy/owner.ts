/** The account that owns the queue or key, and how it is known. */
import type { Policy, Value } from './model';
import type { Own } from './own';

export type Owner =
  | { readonly account: string; readonly reason: string; readonly likely?: undefined }
  /** `likely`: the only account that is a principal as a whole, or that a key's ARN names. A hint for words, and no proof: a vendor may be that account. */
  | { readonly account: undefined; readonly reason: string; readonly likely?: string };

const RESOURCE_ACCOUNT = /^arn:[^:]*:(sqs|kms):[^:]*:(\d{12}):/;
const ROOT_PRINCIPAL = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/;

/** Order: configuration, the account in Resource, the host's word for it, else unknown. */
export function ownerOf(policy: Policy, configured?: string, own?: Own): Owner {
  if (configured) return { account: configured, reason: 'from the configuration' };
  /** Accounts, by the queue's ARN. */
  const resources = new Map<string, string>();
  const roots = new Set<string>();
  let deployed = false;
  // Statements mostly name the same one.
  let seen: string | undefined;
  for (const statement of policy.statements) {
    for (const value of statement.resource?.values ?? []) {
      if (value.text === seen) continue;
      seen = value.text;
      const [, service, account] = RESOURCE_ACCOUNT.exec(value.text) ?? [];
      if (!account) continue;
      // A key's policy need not name the key, nor does a pattern: what is named may be another one.
      if (service === 'sqs' && !/[*?]/.test(value.text)) resources.set(value.text, account);
      else roots.add(account);
    }
    if (statement.effect?.value?.text !== 'Allow') continue;
    if (statement.principal?.entries.some(({ type, list }) => type === 'AWS' && list.values.some(isOwnAccount))) deployed = true;
    for (const entry of statement.principal?.entries ?? []) {
      if (entry.type !== 'AWS') continue;
      for (const value of entry.list.values) {
        const account = ROOT_PRINCIPAL.exec(value.text)?.[1];
        if (account) roots.add(account);
      }
    }
  }
  if (resources.size === 1) return { account: [...resources.values()][0]!, reason: 'the account in Resource' };
  if (resources.size > 1) return { account: undefined, reason: 'Resource names several queues', ...(new Set(resources.values()).size === 1 && { likely: [...resources.values()][0]! }) };
  // Beside it, an account in digits is most likely another one.
  if (deployed && own?.owner === 'deployment') return { account: undefined, reason: 'the account that deploys' };
  return { account: undefined, reason: 'no Resource ARN names it', ...(roots.size === 1 && { likely: [...roots][0]! }) };
}

/** The account that deploys, as a whole or in an ARN. */
function isOwnAccount(value: Value): boolean {
  return !value.known && value.pieces.some((piece) => piece.kind === 'hole' && piece.type?.is === 'account');
}
