/** The catalogue of actions, read from the snapshot once, when it is first asked for. */
import { kmsByGrant, kmsCrossAccount, kmsIamOnly, sqsOwnAccountOnly } from './accountRules';
import { familyOf } from './keyFamilies';
import type { AccessLevel, ActionFact, ServiceName } from './facts';
import { snapshot } from './snapshot.generated';
import type { SnapshotService } from './snapshot';

export interface ActionCatalogue {
  readonly all: readonly ActionFact[];
  readonly byService: Readonly<Record<ServiceName, readonly ActionFact[]>>;
  /** By full name in lower case. */
  readonly byName: ReadonlyMap<string, ActionFact>;
}

let built: ActionCatalogue | undefined;

export function actionCatalogue(): ActionCatalogue {
  if (built === undefined) {
    const sqs = readService('sqs', snapshot.services.sqs, 0);
    const kms = readService('kms', snapshot.services.kms, sqs.length);
    const all = [...sqs, ...kms];
    built = { all, byService: { sqs, kms }, byName: new Map(all.map((action) => [action.name.toLowerCase(), action])) };
  }
  return built;
}

function readService(service: ServiceName, data: SnapshotService, firstIndex: number): ActionFact[] {
  const resources = new Map(data.resources.map((resource) => [resource[0], resource[2]]));
  return data.actions.map(([bare, access, description, resourceTypes, ownKeys], position) => {
    const name = `${service}:${bare}`;
    // The data gives a resource's keys (kms:KeySpec, aws:ResourceTag) with the resource alone.
    const keys = new Set([...ownKeys, ...resourceTypes.flatMap((type) => resources.get(type) ?? [])]);
    return {
      name,
      service,
      bare,
      index: firstIndex + position,
      access: access as readonly AccessLevel[],
      description,
      resourceTypes,
      conditionKeys: [...keys].sort((a, b) => a - b).map((key) => familyOf(data.keys[key]![0]) ?? data.keys[key]![0]),
      crossAccount: service === 'sqs' ? !sqsOwnAccountOnly.actions.includes(name) : kmsCrossAccount.actions.includes(name),
      inResourcePolicy: kmsIamOnly.actions.includes(name) ? 'iam-only' : kmsByGrant.actions.includes(name) ? 'by-grant' : 'effective',
    };
  });
}

const expansions = new Map<string, readonly ActionFact[]>();
/** A policy names few patterns; the bound is for an editor that has seen thousands of half-typed ones, and above what one text can hold: each rule asks for all of them. */
const expansionsKept = 10_000;

/** The actions that an Action value matches. Letter case is folded, as AWS does; wildcards may stand anywhere. */
export function expandAction(pattern: string): readonly ActionFact[] {
  const folded = pattern.toLowerCase();
  const known = expansions.get(folded);
  if (known !== undefined) return known;
  const { all, byName } = actionCatalogue();
  let matched: readonly ActionFact[];
  if (/[*?]/.test(folded)) {
    matched = all.filter((action) => matchesWildcards(folded, action.name.toLowerCase()));
  } else {
    const exact = byName.get(folded);
    matched = exact === undefined ? [] : [exact];
  }
  if (expansions.size >= expansionsKept) expansions.clear();
  expansions.set(folded, matched);
  return matched;
}

/** Linear backtracking to the last `*` alone, so that no pattern is slow. */
function matchesWildcards(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let position = 0; position < text.length; ) {
    const char = pattern[at];
    if (char === '*') {
      star = at++;
      resume = position;
    } else if (char !== undefined && (char === '?' || char === text[position])) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
