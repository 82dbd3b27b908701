/**
 * One finding per cause: which findings come from the same slip. A finding rests on parts of the text (an element, a condition, a value), and
 * it is a consequence of another where that one, of a rule it yields to, stands on the same part. What is said of one value of a list explains
 * nothing about the others of it, and a finding never disappears behind one of a lower level.
 */
import type { Member, ObjectNode, Span, TreeNode } from '../syntax/tree';
import type { Finding, Missing, Part, RuleMeta, Severity } from './rule';

export interface Levelled {
  readonly rule: RuleMeta;
  readonly finding: Finding;
  readonly severity: Severity;
}

/** What could not be read at all may hold the element that seems to be missing. */
const UNREADABLE = 'valid-json';

export class Causes {
  private readonly byRule = new Map<string, Levelled[]>();
  private readonly places = new Map<string, Places>();

  /** `root`: the policy's node, in which all nodes of the findings stand. */
  constructor(
    all: readonly Levelled[],
    private readonly root: TreeNode,
  ) {
    for (const one of all) {
      const others = this.byRule.get(one.rule.id);
      if (others) others.push(one);
      else this.byRule.set(one.rule.id, [one]);
    }
  }

  /** Whether another finding, one that is shown, names the slip that this one is a consequence of. */
  explain({ rule, finding, severity }: Levelled): boolean {
    let parts: readonly Place[] | undefined;
    for (const id of rule.yieldsTo ?? []) {
      if (!this.byRule.has(id)) continue;
      parts ??= placesOf(finding, this.root);
      const told = this.toldBy(id, severity);
      if (parts.some((part) => ('missing' in part ? told.lack(part) || (id === UNREADABLE && told.meet(part.object.range)) : told.meet(part)))) return true;
    }
    return false;
  }

  /** Where the rule's findings of at least this level stand, of those that are shown. No rule yields to one that yields to it. */
  private toldBy(id: string, least: Severity): Places {
    const key = `${id} ${least}`;
    let places = this.places.get(key);
    if (!places) this.places.set(key, (places = new Places(this.byRule.get(id)!.filter((one) => weightOf(one.severity) >= weightOf(least) && !this.explain(one)).flatMap(({ finding }) => placesOf(finding, this.root)))));
    return places;
  }
}

const SEVERITIES: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

function weightOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

type Place = Span | Missing;

/** Sorted, because a policy may have thousands of findings. */
class Places {
  private readonly spans: readonly Span[];
  /** The greatest end among the spans up to this one. */
  private readonly reach: readonly number[];
  private readonly missing: ReadonlySet<string>;

  constructor(places: readonly Place[]) {
    this.spans = places.filter((place): place is Span => !('missing' in place)).sort((a, b) => a.start - b.start);
    let furthest = -1;
    this.reach = this.spans.map(({ end }) => (furthest = Math.max(furthest, end)));
    this.missing = new Set(places.flatMap((place) => ('missing' in place ? [keyOf(place)] : [])));
  }

  /** Whether one of the spans holds this one or stands in it. Of nodes of a tree nothing else overlaps. */
  meet({ start, end }: Span): boolean {
    let low = 0;
    let high = this.spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.spans[middle]!.start <= end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && this.reach[low - 1]! >= start;
  }

  lack(place: Missing): boolean {
    return this.missing.has(keyOf(place));
  }
}

function keyOf({ object, missing }: Missing): string {
  return `${object.range.start} ${missing}`;
}

function placesOf({ node, at, rests }: Finding, root: TreeNode): readonly Place[] {
  if (rests) return rests.map((part) => placeOf(part, root));
  return [at ?? placeOf(node, root)];
}

/** A key stands for its member: whoever misspelt it lost what belongs to it. */
function placeOf(part: Part, root: TreeNode): Place {
  if ('missing' in part) return part;
  return 'kind' in part && part.kind === 'scalar' ? (memberOfKey(part, root)?.range ?? part.range) : part.range;
}

function memberOfKey(key: TreeNode, root: TreeNode): Member | undefined {
  let within: TreeNode | undefined = root;
  const { start } = key.range;
  while (within) {
    if (within.kind === 'object') {
      const member: Member | undefined = holding(within.members, start);
      if (!member || member.key === key) return member;
      within = member.value;
    } else if (within.kind === 'array') within = holding(within.items, start);
    else if (within.kind === 'choice') within = within.alternatives.find((one) => one && one.range.start <= start && start < one.range.end);
    else within = undefined;
  }
  return undefined;
}

/** In the order of the text. */
function holding<T extends { readonly range: Span }>(parts: readonly T[], offset: number): T | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parts[middle]!.range.start <= offset) low = middle + 1;
    else high = middle;
  }
  const found = parts[low - 1];
  return found && offset < found.range.end ? found : undefined;
}

/** An element that a statement, or the policy, does not have. */
export function missing(object: ObjectNode, name: string): Missing {
  return { object, missing: name };
}
