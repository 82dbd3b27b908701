/** The catalogue of condition keys: the snapshot joined with the hand-kept tables, once, when it is first asked for. */
import { actionCatalogue } from './actions';
import type { ConditionKeyFact, KeyType, Provenance, ServiceName } from './facts';
import { federatedKeys, globalKeys, presenceOf, sensitiveKeys, sessionKeys, type GlobalKeyRow } from './globalKeys';
import { familyOf } from './keyFamilies';
import { kmsKeys, type KmsKeyRow } from './kmsKeys';
import { snapshot } from './snapshot.generated';

interface KeyCatalogue {
  readonly all: readonly ConditionKeyFact[];
  /** By canonical name, families by their prefix, in lower case. */
  readonly byName: ReadonlyMap<string, ConditionKeyFact>;
  readonly families: readonly ConditionKeyFact[];
}

let built: KeyCatalogue | undefined;
const snapshotProvenance: Provenance = { source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/', date: snapshot.date };

function catalogue(): KeyCatalogue {
  if (built === undefined) {
    const all = [...readGlobals(), ...readKms(), ...readSessionKeys()];
    built = { all, byName: new Map(all.map((key) => [key.name.toLowerCase(), key])), families: all.filter((key) => key.family !== undefined) };
  }
  return built;
}

/** The data's names of types; `ArrayOf…` is a multivalued key. */
function readType(text: string): { type: KeyType; multivalued: boolean } {
  const multivalued = text.startsWith('ArrayOf');
  return { type: (multivalued ? text.slice('ArrayOf'.length) : text) as KeyType, multivalued };
}

/** Actions by the key that the data gives them. */
function actionsOfKeys(): Map<string, { names: string[]; services: Set<ServiceName> }> {
  const result = new Map<string, { names: string[]; services: Set<ServiceName> }>();
  for (const action of actionCatalogue().all) {
    for (const key of action.conditionKeys) {
      const entry = result.get(key) ?? { names: [], services: new Set() };
      entry.names.push(action.name);
      entry.services.add(action.service);
      result.set(key, entry);
    }
  }
  return result;
}

function readGlobals(): ConditionKeyFact[] {
  const rows = new Map(globalKeys.map((row) => [row.name, row]));
  const byKey = actionsOfKeys();
  return snapshot.globals.map(([dataName, typeName, category]) => {
    const family = familyOf(dataName);
    const name = family ?? dataName;
    // A key that AWS has added since the table was kept: nothing is known about its presence.
    const row = rows.get(name) ?? { name, presence: presenceOf('MMMMM'), description: '', ...snapshotProvenance };
    // Tag keys are per action; every other global key is per request.
    const perAction = byKey.get(name);
    return {
      ...fromRow(row, readType(typeName)),
      scope: name.startsWith('aws:') ? 'global' as const : 'session' as const,
      category: category as ConditionKeyFact['category'],
      ...(family === undefined ? {} : { family }),
      ...(perAction === undefined ? {} : { actions: perAction.names }),
    };
  });
}

/** Those that a later snapshot has are left out, so that none is there twice. */
function readSessionKeys(): ConditionKeyFact[] {
  const inData = new Set(snapshot.globals.map(([name]) => name));
  return [...sessionKeys, ...federatedKeys].filter(({ name }) => !inData.has(name)).map((row) => ({
    ...fromRow(row, { type: 'String', multivalued: false }),
    scope: row.name.startsWith('aws:') ? 'global' as const : 'session' as const,
    category: 'session' as const,
  }));
}

function fromRow(row: GlobalKeyRow, { type, multivalued }: { type: KeyType; multivalued: boolean }): Omit<ConditionKeyFact, 'scope' | 'category'> {
  return {
    name: row.name,
    tagless: false,
    type: row.type ?? type,
    alsoTypes: row.alsoTypes ?? [],
    multivalued,
    description: row.description,
    services: row.services ?? ['sqs', 'kms'],
    actionsCertain: true,
    presence: row.presence,
    inResourcePolicy: true,
    deprecated: row.deprecated,
    values: row.values,
    valuesClosed: row.values !== undefined,
    shape: row.shape,
    sensitive: sensitiveKeys.has(row.name),
    provenance: { source: row.source, date: row.date },
  };
}

function readKms(): ConditionKeyFact[] {
  const rows = new Map(kmsKeys.map((row) => [row.name, row]));
  const byKey = actionsOfKeys();
  return snapshot.services.kms.keys.filter(([dataName]) => dataName.startsWith('kms:')).map(([dataName, typeName, description]) => {
    const family = familyOf(dataName);
    const name = family ?? dataName;
    const row: KmsKeyRow = rows.get(name) ?? { name, ...snapshotProvenance };
    return {
      name,
      ...(family === undefined ? {} : { family }),
      tagless: false,
      ...readType(typeName),
      alsoTypes: row.alsoTypes ?? [],
      scope: 'service' as const,
      category: 'service' as const,
      description,
      services: ['kms'] as const,
      // The deprecated keys are attached to no action in the data, and to those of their successors in AWS's guide.
      actions: byKey.get(name)?.names ?? byKey.get(row.deprecated ?? '')?.names ?? [],
      actionsCertain: row.actionsCertain ?? true,
      presence: presenceOf(kmsPresence[name] ?? 'NMMMM'),
      inResourcePolicy: row.inResourcePolicy ?? true,
      deprecated: row.deprecated,
      values: row.values,
      valuesClosed: row.valuesClosed ?? false,
      shape: row.shape,
      sensitive: false,
      provenance: { source: row.source, date: row.date },
    };
  });
}

/** As in globalKeys.ts. Nobody is anonymous to KMS. kms:ViaService is there exactly where a service calls for a principal; for a service's own call no page says. */
const kmsPresence: Readonly<Record<string, string>> = {
  'kms:CallerAccount': 'NAAMA',
  'kms:ViaService': 'NNNMA',
};

const found = new Map<string, ConditionKeyFact | null>();
/** A policy names few keys; the bound is for an editor that has seen thousands of half-typed ones. */
const foundKept = 2_000;

/** Letter case is folded, as AWS does; a family's variable part keeps the letter case it was written with. */
export function findConditionKey(text: string): ConditionKeyFact | undefined {
  let result = found.get(text);
  if (result === undefined) {
    result = find(text) ?? null;
    if (found.size >= foundKept) found.clear();
    found.set(text, result);
  }
  return result ?? undefined;
}

function find(text: string): ConditionKeyFact | undefined {
  const folded = text.toLowerCase();
  const { byName, families } = catalogue();
  const exact = byName.get(folded);
  if (exact !== undefined && exact.family === undefined) return exact;
  for (const family of families) {
    const prefix = family.family!.toLowerCase();
    // `aws:PrincipalTag` and `aws:PrincipalTag/` leave the tag's name out.
    if (folded === prefix || folded === prefix.slice(0, -1)) return { ...family, tagless: true };
    if (folded.startsWith(prefix)) return { ...family, name: family.family! + text.slice(prefix.length) };
  }
  return foreign(text);
}

const otherPrefixes = new Set(snapshot.otherPrefixes);
const ANY_TYPE: readonly KeyType[] = ['Bool', 'ARN', 'Date', 'Numeric', 'IPAddress'];

/**
 * A key of another service: what its requests carry, requests to SQS and KMS never do. Those that a role's credentials carry everywhere
 * (`ec2:SourceInstanceArn`) are in the tables. https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-11)
 */
function foreign(text: string): ConditionKeyFact | undefined {
  const colon = text.indexOf(':');
  if (colon < 0 || colon === text.length - 1 || !otherPrefixes.has(text.slice(0, colon).toLowerCase())) return undefined;
  const row: GlobalKeyRow = { name: text, presence: presenceOf('NNNNN'), description: 'A key of another service: requests to SQS and KMS never carry it.', alsoTypes: ANY_TYPE, services: [], ...snapshotProvenance };
  return { ...fromRow(row, { type: 'String', multivalued: false }), scope: 'foreign', category: 'service' };
}

/** All keys that a resource policy can use; with actions (full names), those that a request of at least one of them can carry. */
export function conditionKeys(actions?: readonly string[]): readonly ConditionKeyFact[] {
  const usable = catalogue().all.filter((key) => key.inResourcePolicy);
  if (actions === undefined) return usable;
  const asked = new Set(actions.map((action) => action.toLowerCase()));
  const services = new Set([...asked].map((action) => action.slice(0, action.indexOf(':'))));
  return usable.filter((key) => key.actions?.some((action) => asked.has(action.toLowerCase())) ?? key.services.some((service) => services.has(service)));
}
