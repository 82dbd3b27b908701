/** Whose the queue or key is, where that is not known: one of the accounts that the statements tell apart, or one that they do not. */
import { derive, OWN_ACCOUNT, valuesOf, withUnits, type Hole, type Policy, type PolicyKind } from '../policy';
import { ACCOUNT, shapesOf } from './records';
import { solveRecord, type Demand, type ViewPattern } from './solveRecord';
import { ownerIn, worldsOf, type World, type WorldOptions } from './worlds';

export interface OwnedWorld {
  readonly world: World;
  readonly owner: string;
}

export interface OwnerOptions extends WorldOptions {
  /** The account that owns the queue or key. */
  readonly owner?: string | undefined;
}

/** More than these are not gone through. */
const MOST = 16;

/** Every queue or key that it may be, with every owner that it may have. */
export function ownedWorlds(policy: Policy, options: OwnerOptions): readonly OwnedWorld[] | 'too many' {
  const worlds = worldsOf(policy, options);
  if (worlds === 'too many') return worlds;
  const owned = worlds.flatMap((world) => {
    const owner = options.owner ?? ownerIn(world);
    const told = owner === undefined || owner === OWN_ACCOUNT ? [policy, ...(options.beside ?? [])].flatMap(accountsToldApart) : [];
    // The account that deploys is one of those that are named, or another.
    const owners = owner === undefined ? [...new Set(told)] : owner === OWN_ACCOUNT ? [owner, ...new Set(told.filter((account) => isNamed(policy, account)))] : [owner];
    return owners.map((account): OwnedWorld => ({ world, owner: account }));
  });
  return owned.length > MOST ? 'too many' : owned;
}

export function whoseResource(policy: Policy, kind: PolicyKind): Hole {
  return { label: kind === 'key' ? 'which account owns this key' : 'which account owns this queue', node: policy.node };
}

/** Whether the account stands in the policy in full. */
function isNamed(policy: Policy, account: string): boolean {
  return policy.statements.some((statement) => valuesOf(statement).some(({ text }) => text.includes(account)));
}

/** Accounts that are named, one for each pattern of accounts, and one that the policy does not tell from others. */
export const accountsToldApart = derive((policy: Policy): readonly string[] => {
  const named = new Set<string>();
  const patterns = new Set<string>();
  for (const statement of policy.statements)
    for (const value of valuesOf(statement)) {
      const text = withUnits(value);
      // The aws:userid of a federated user begins with the account.
      const account = text.startsWith('arn:') ? text.split(':')[4] : text.replace(/:.*$/, '');
      if (account === undefined) continue;
      if (/^\d{12}$/.test(account)) named.add(account);
      else if (/^[\d*?]{1,12}$/.test(account) && /\d/.test(account)) patterns.add(account);
    }
  const exact = [...named].map((text): ViewPattern => ({ view: ACCOUNT, text, mode: 'exact' }));
  const wild = [...patterns].map((text): ViewPattern => ({ view: ACCOUNT, text, mode: 'wildcard' }));
  const others = [accountOf([{ negated: true, patterns: [...exact, ...wild] }]), ...wild.map((pattern) => accountOf([{ negated: false, patterns: [pattern] }, { negated: true, patterns: exact }]))];
  return [...new Set([...named, ...others.filter((account) => account !== undefined)])];
});

function accountOf(demands: readonly Demand[]): string | undefined {
  const found = solveRecord(shapesOf('aws').callers.root, demands.filter(({ patterns }) => patterns.length > 0));
  return found.is === 'some' ? found.fields[0] : undefined;
}
