/**
 * The search for a request that meets all that statements demand, one way of meeting each after the other. Keys that are tied to each other
 * are views of one record: the caller, the source, an organization.
 */
import { facts } from '../aws';
import { hasUnits } from '../policy';
import type { Candidate } from './callers';
import { isText, type Alternative, type Alternatives, type ValueConstraint } from './constraints';
import type { KeyDomain } from './domains';
import { forwarding, inPartition, organizationShape, pathView, textOf, type RecordShape, type Shapes } from './records';
import { solveRecord, type Demand } from './solveRecord';
import { solveValues } from './solveValues';

/** What has been demanded of a key or of a record so far, and what meets it. */
interface Slot {
  /** Keys that are to be absent. */
  readonly absent: ReadonlySet<string>;
  /** Constraints of the keys that are to be present. */
  readonly present: ReadonlyMap<string, readonly ValueConstraint[]>;
  /** Of who calls, beside its condition keys. */
  readonly caller: readonly Demand[];
  /** By key. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly record?: Found;
}

export interface Found {
  readonly shape: RecordShape;
  readonly fields: readonly string[];
}

const NOTHING: Slot = { absent: new Set(), present: new Map(), caller: [], values: new Map() };

const CALLER = 'caller';
const SLOTS: ReadonlyMap<string, string> = new Map([
  ...['aws:principalarn', 'aws:principalaccount', 'kms:calleraccount', 'aws:principaltype', 'aws:userid', 'aws:username'].map((key): [string, string] => [key, CALLER]),
  ['aws:sourcearn', 'source'],
  ['aws:sourceaccount', 'source'],
  ['aws:principalorgid', 'organization'],
  ['aws:principalorgpaths', 'organization'],
  ['aws:sourceorgid', 'source organization'],
  ['aws:sourceorgpaths', 'source organization'],
  ['kms:viaservice', 'forwarding'],
  ['aws:requestedregion', 'forwarding'],
]);
/** An organization's id and its paths are there together. */
const TOGETHER: ReadonlyMap<string, readonly string[]> = new Map([['organization', ['aws:principalorgid', 'aws:principalorgpaths']], ['source organization', ['aws:sourceorgid', 'aws:sourceorgpaths']]]);
/** The public address is not sent through a VPC endpoint, and what tells of the endpoint is sent there alone, and together. */
const ENDPOINT: ReadonlySet<string> = new Set(['aws:sourcevpc', 'aws:sourcevpce', 'aws:sourcevpcarn', 'aws:vpcsourceip', 'aws:vpceaccount']);
const OF_ENDPOINT: ReadonlySet<string> = new Set([...ENDPOINT, 'aws:vpceorgid', 'aws:vpceorgpaths']);
const IGNORING_CASE = facts.parseOperator('StringEqualsIgnoreCase').operator!;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthage (2026-11) */
const FACTOR_AGE = 'aws:multifactorauthage';
const FACTOR = 'aws:multifactorauthpresent';
const CONTEXT = 'kms:encryptioncontext:';
const CONTEXT_KEYS = 'kms:encryptioncontextkeys';

export class RequestDemands {
  /** Of some key it could not be said whether it can hold what was asked. */
  unknown = false;
  /** Never changed, but put anew. */
  private slots: ReadonlyMap<string, Slot> = new Map();

  constructor(
    private readonly candidate: Candidate,
    private readonly domainOf: (key: string) => KeyDomain,
    private readonly shapes: Shapes,
    private readonly budget: { left: number },
  ) {}

  /** Whether a request meets every demand from `at` on: then it is in `slots`. There may be none, or the budget is used up. */
  meet(demands: readonly Alternatives[], at: number): boolean {
    if (at === demands.length) return true;
    for (const alternative of demands[at]!) {
      if (this.budget.left <= 0) return false;
      if (alternative === 'nothing') {
        if (this.meet(demands, at + 1)) return true;
        continue;
      }
      const name = 'caller' in alternative ? CALLER : this.slotOf(alternative.key);
      const before = this.slots;
      if (this.add(name, alternative, before.get(name) ?? NOTHING) && this.meet(demands, at + 1)) return true;
      this.slots = before;
    }
    return false;
  }

  /** By key in lower case: its values, or undefined for one that is absent. */
  context(): ReadonlyMap<string, readonly string[] | undefined> {
    const context = new Map<string, readonly string[] | undefined>();
    for (const { absent, values } of this.slots.values()) {
      for (const key of absent) context.set(key, undefined);
      for (const [key, found] of values) context.set(key, found);
    }
    return context;
  }

  /** Who calls, where anything was asked of it. */
  caller(): Found | undefined {
    return this.slots.get(CALLER)?.record;
  }

  /** Whether who calls was asked for by a view that is no condition key. */
  callerAskedBy(view: string): boolean {
    return this.slots.get(CALLER)?.caller.some(({ negated, patterns }) => !negated && patterns.some((pattern) => pattern.view === view)) === true;
  }

  private slotOf(key: string): string {
    const slot = SLOTS.get(key) ?? key;
    // Of a caller that is no principal each is a constant.
    if (slot === CALLER) return this.candidate.shape?.views.has(key) ? CALLER : key;
    return slot;
  }

  private put(name: string, slot: Slot): void {
    this.slots = new Map(this.slots).set(name, slot);
  }

  private add(name: string, alternative: Alternative, slot: Slot): boolean {
    this.budget.left--;
    if ('caller' in alternative) return this.solveRecordSlot(name, { ...slot, caller: [...slot.caller, alternative.caller] });
    const { key, present } = alternative;
    const { presence } = this.domainOf(key);
    if (!present) {
      if (presence === 'always' || slot.present.has(key) || (TOGETHER.has(name) && slot.present.size > 0) || this.tiedPresent(key)) return false;
      this.put(name, slot.absent.has(key) ? slot : { ...slot, absent: new Set([...slot.absent, key]) });
      return true;
    }
    if (presence === 'never' || slot.absent.has(key) || (TOGETHER.has(name) && slot.absent.size > 0) || this.excluded(key)) return false;
    const next = { ...slot, present: new Map([...slot.present, [key, [...(slot.present.get(key) ?? []), ...present]]]) };
    if (!(SLOTS.get(key) === name ? this.solveRecordSlot(name, next) : this.solveKey(name, key, next))) return false;
    // How long ago the sign-in with a second factor was is told where there was one.
    return key !== FACTOR_AGE || this.solveKey(FACTOR, FACTOR, { ...(this.slots.get(FACTOR) ?? NOTHING), present: new Map([[FACTOR, this.slots.get(FACTOR)?.present.get(FACTOR) ?? []]]) });
  }

  private solveKey(name: string, key: string, slot: Slot): boolean {
    const { values: carried } = this.domainOf(key);
    const domain = key === FACTOR && this.has(FACTOR_AGE) ? { ...carried, fixed: ['true'] } : carried;
    const constraints = slot.present.get(key)!;
    const solved = solveValues(domain, key === CONTEXT_KEYS ? [...constraints, ...this.contextKeys()] : constraints, this.budget);
    if (solved.is === 'unknown') this.unknown = true;
    if (solved.is !== 'some') return false;
    this.put(name, { ...slot, values: new Map([[key, solved.values]]) });
    return true;
  }

  private solveRecordSlot(name: string, slot: Slot): boolean {
    const { partition } = this.shapes;
    const demands: Demand[] = [...slot.caller];
    const region = name === 'forwarding' ? this.domainOf('aws:requestedregion').values.fixed : undefined;
    if (region) demands.push({ negated: false, patterns: region.map((text) => ({ text, mode: 'exact', view: 'aws:requestedregion' })) });
    const several = new Map<string, number>();
    for (const [key, constraints] of slot.present) {
      if (!constraints.every(({ operator }) => isText(operator))) {
        // A number, a date or an address is not what such a key holds.
        this.unknown = true;
        return false;
      }
      if (key.endsWith('orgpaths')) {
        const some = constraints.filter(({ quantity }) => quantity === 'some');
        several.set(key, Math.max(1, some.length));
        for (let at = 0; at < Math.max(1, some.length); at++) for (const { quantity, text } of constraints) if (quantity === 'all' || text === some[at]?.text) demands.push(inView(text, pathView(key, at), partition));
      } else for (const { text } of constraints) demands.push(inView(text, key, partition));
      const given = this.domainOf(key).values.fixed;
      if (given) demands.push({ negated: false, patterns: given.map((text) => ({ text, mode: 'exact', view: key.endsWith('orgpaths') ? pathView(key, 0) : key })) });
    }
    let unknown = false;
    for (const shape of this.shapesFor(name, several)) {
      const found = solveRecord(shape, demands, this.budget);
      unknown ||= found.is === 'unknown';
      if (found.is !== 'some') continue;
      const text = (view: string): string => textOf(shape.views.get(view)!, found.fields)!;
      const keys = TOGETHER.get(name) ?? [...slot.present.keys()];
      const values = new Map(keys.map((key): [string, readonly string[]] => [key, key.endsWith('orgpaths') ? Array.from({ length: several.get(key) ?? 1 }, (_, at) => text(pathView(key, at))) : [text(key)]]));
      this.put(name, { ...slot, values, record: { shape, fields: found.fields } });
      return true;
    }
    this.unknown ||= unknown;
    return false;
  }

  private shapesFor(name: string, several: ReadonlyMap<string, number>): readonly RecordShape[] {
    switch (name) {
      case CALLER:
        return [this.candidate.shape!];
      case 'source':
        return this.shapes.sources;
      case 'organization':
        return [organizationShape('aws:principalorgid', 'aws:principalorgpaths', several.get('aws:principalorgpaths') ?? 1)];
      case 'source organization':
        return [organizationShape('aws:sourceorgid', 'aws:sourceorgpaths', several.get('aws:sourceorgpaths') ?? 1)];
      default:
        return [forwarding];
    }
  }

  private has(key: string): boolean {
    return this.slots.get(this.slotOf(key))?.present.has(key) === true;
  }

  private lacks(key: string): boolean {
    return this.slots.get(this.slotOf(key))?.absent.has(key) === true;
  }

  /** Whether a key may not be present beside the others. */
  private excluded(key: string): boolean {
    if (key === 'aws:sourceip') return [...OF_ENDPOINT].some((other) => this.has(other));
    if (OF_ENDPOINT.has(key) && this.has('aws:sourceip')) return true;
    if (key === FACTOR_AGE && this.lacks(FACTOR)) return true;
    if (ENDPOINT.has(key) && [...ENDPOINT].some((other) => this.lacks(other) && this.domainOf(other).presence !== 'never')) return true;
    return key.startsWith(CONTEXT) && (this.lacks(CONTEXT_KEYS) || this.contradictsContextKeys(key));
  }

  /** Whether a key may not be absent beside the others. */
  private tiedPresent(key: string): boolean {
    if (key === FACTOR) return this.has(FACTOR_AGE);
    if (ENDPOINT.has(key)) return [...OF_ENDPOINT].some((other) => this.has(other));
    return key === CONTEXT_KEYS && [...this.slots.keys()].some((other) => other.startsWith(CONTEXT) && this.has(other));
  }

  /** A key of the encryption context that is there is among its keys, in some letter case. */
  private contextKeys(): ValueConstraint[] {
    return [...this.slots.keys()].filter((other) => other.startsWith(CONTEXT) && this.has(other)).map((other) => among(other.slice(CONTEXT.length)));
  }

  private contradictsContextKeys(key: string): boolean {
    const slot = this.slots.get(CONTEXT_KEYS);
    const constraints = slot?.present.get(CONTEXT_KEYS);
    return constraints !== undefined && !this.solveKeyAgain(slot!, [...constraints, ...this.contextKeys(), among(key.slice(CONTEXT.length))]);
  }

  private solveKeyAgain(slot: Slot, constraints: readonly ValueConstraint[]): boolean {
    const solved = solveValues(this.domainOf(CONTEXT_KEYS).values, constraints, this.budget);
    if (solved.is === 'unknown') this.unknown = true;
    if (solved.is !== 'some') return false;
    this.put(CONTEXT_KEYS, { ...slot, values: new Map([[CONTEXT_KEYS, solved.values]]) });
    return true;
  }
}

function inView({ negated, patterns }: { readonly negated: boolean; readonly patterns: readonly { readonly text: string; readonly mode: Demand['patterns'][number]['mode'] }[] }, view: string, partition: string): Demand {
  return { negated, patterns: patterns.map(({ text, mode }) => ({ text: hasUnits(text) ? inPartition(text, partition) : text, mode, view })) };
}

function among(name: string): ValueConstraint {
  return { quantity: 'some', match: true, operator: IGNORING_CASE, values: [], text: { negated: false, patterns: [{ text: name, mode: 'exact-ignoring-case' }] } };
}
