/** The search for values of condition keys that meet all that statements demand, one way of meeting each after the other. */
import type { Alternative, Alternatives, ValueConstraint } from './constraints';
import type { KeyDomain } from './domains';
import { solveValues } from './solveValues';

/** What has been demanded of a key, and values that meet it. */
export interface Demand {
  readonly absent: boolean;
  readonly constraints: readonly ValueConstraint[];
  readonly values?: readonly string[];
}

/** What has been demanded of each key so far. */
export class KeyDemands {
  /** Of some key it could not be said whether it can hold what was asked. */
  unknown = false;
  /** By key in lower case. */
  readonly demanded = new Map<string, Demand>();

  constructor(
    private readonly domainOf: (key: string) => KeyDomain,
    private readonly budget: { left: number },
  ) {}

  /** Whether values meet every demand from `at` on: then they are in `demanded`. There may be none, or the budget is used up. */
  meet(demands: readonly Alternatives[], at: number): boolean {
    if (at === demands.length) return true;
    for (const alternative of demands[at]!) {
      if (this.budget.left <= 0) return false;
      if (alternative === 'nothing') {
        if (this.meet(demands, at + 1)) return true;
        continue;
      }
      const before = this.demanded.get(alternative.key);
      if (!this.add(alternative, before)) continue;
      if (this.meet(demands, at + 1)) return true;
      if (before) this.demanded.set(alternative.key, before);
      else this.demanded.delete(alternative.key);
    }
    return false;
  }

  private add({ key, present }: Alternative, before: Demand | undefined): boolean {
    this.budget.left--;
    const { presence, values: domain } = this.domainOf(key);
    if (!present) {
      if (presence === 'always' || (before && !before.absent)) return false;
      this.demanded.set(key, ABSENT);
      return true;
    }
    if (presence === 'never' || before?.absent || this.excluded(key)) return false;
    const constraints = before ? [...before.constraints, ...present] : present;
    const solved = solveValues(domain, constraints, this.budget);
    if (solved.is === 'unknown') this.unknown = true;
    if (solved.is !== 'some') return false;
    this.demanded.set(key, { absent: false, constraints, values: solved.values });
    return true;
  }

  /** The public address is not sent through a VPC endpoint, and what tells of the endpoint is sent there alone. */
  private excluded(key: string): boolean {
    if (key === 'aws:sourceip') return [...this.demanded].some(([other, { absent }]) => !absent && ENDPOINT.has(other));
    return ENDPOINT.has(key) && this.demanded.get('aws:sourceip')?.absent === false;
  }
}

const ABSENT: Demand = { absent: true, constraints: [] };
const ENDPOINT: ReadonlySet<string> = new Set(['aws:sourcevpc', 'aws:sourcevpce', 'aws:sourcevpcarn', 'aws:vpcsourceip', 'aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths']);
