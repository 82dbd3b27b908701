/**
 * The callers that are tried: one of each kind that statements tell apart, its account, name and path left open. A caller is no sample: what
 * is asked of it is met by some choice of its fields, or by none.
 */
import type { Statement } from '../policy';
import { hasUnits, withUnits } from '../policy';
import type { Part } from './statementParts';
import { ACCOUNT, NAME, PATH, PRINCIPAL, principalKinds, SESSION, type PrincipalKind, type RecordShape, type Shapes } from './records';
import type { Demand } from './solveRecord';

export type CallerKind = PrincipalKind | 'anonymous' | 'service' | 'reference';

/** Who may call. */
export interface Who {
  /** Absent: every kind. */
  readonly kinds?: readonly CallerKind[];
  /** AWS services by name; absent: every service. */
  readonly services?: readonly string[];
  /** Of principals: the accounts that they may be of, or may not be of. */
  readonly among?: readonly string[];
  readonly but?: readonly string[];
  /** A role, user, federated user or session by its ARN. */
  readonly principal?: string;
  /** The name of a role or user that has no path. */
  readonly name?: string;
  /** False: direct calls alone. */
  readonly forwarded?: boolean;
}

/** What being among them asks of a principal; 'unsettled' of one whose account is not known. */
export function whoDemands({ among, but, principal, name }: Who, { kind, shape }: Candidate): Demand[] | 'unsettled' {
  if (!shape) return [];
  if (kind === 'reference' && (among || but)) return 'unsettled';
  const demands: Demand[] = [];
  const inAccounts = (accounts: readonly string[], negated: boolean): Demand => ({ negated, patterns: accounts.map((text) => ({ view: ACCOUNT, text, mode: 'exact' })) });
  if (among) demands.push(inAccounts(among, false));
  if (but && but.length > 0) demands.push(inAccounts(but, true));
  if (principal !== undefined) demands.push({ negated: false, patterns: [{ view: principal.includes(':assumed-role/') ? SESSION : PRINCIPAL, text: principal, mode: 'exact' }] });
  if (name !== undefined) demands.push({ negated: false, patterns: [{ view: NAME, text: name, mode: 'exact' }] });
  if (name !== undefined && shape.views.has(PATH)) demands.push({ negated: false, patterns: [{ view: PATH, text: '', mode: 'exact' }] });
  return demands;
}

export interface Candidate {
  readonly kind: CallerKind;
  /** Of a principal. */
  readonly shape?: RecordShape;
  /** Of a service; absent: one that no statement names. */
  readonly service?: string;
  /** An AWS service makes the call on the principal's behalf. */
  readonly forwarded: boolean;
}

/** Keys that tell a forwarded call from a direct one. */
const FORWARDED = /^(kms:viaservice|aws:viaawsservice|aws:calledvia.*)$/;
/** Keys of a caller that tell kinds of principals apart. */
const KIND = /^(aws:(principalarn|principaltype|userid|username)|ec2:(sourceinstancearn|roledelivery)|lambda:sourcefunctionarn|ssm:sourceinstancearn|glue:.*|codebuild:.*)$/;

export function isForwardingKey(key: string): boolean {
  return FORWARDED.test(key);
}

export interface CandidateOptions {
  readonly isKey: boolean;
  readonly shapes: Shapes;
  readonly who: Who | undefined;
  /** Keys that are asked about beside those of the statements. */
  readonly keys: readonly string[];
  /** Something is asked of a caller by itself. */
  readonly asked: boolean;
}

/** Of each kind the plain ones first. */
export function candidatesOf(required: readonly Part[], opposing: readonly Part[], { isKey, shapes, who, keys, asked }: CandidateOptions): readonly Candidate[] {
  const may = (kind: CallerKind): boolean => !who?.kinds || who.kinds.includes(kind);
  const found: Candidate[] = [];
  if (!isKey && may('anonymous') && required.every(({ principals }) => principals.everybody !== principals.negated)) found.push({ kind: 'anonymous', forwarded: false });
  if ((!who?.kinds || who.kinds.some((kind) => kind !== 'anonymous' && kind !== 'service')) && required.every(({ principals }) => principals.negated || principals.everybody || principals.anyPrincipal || principals.patterns.length > 0)) found.push(...principalsOf([...required, ...opposing], shapes, may, keys, asked || who?.principal !== undefined, who?.forwarded));
  if (may('service')) found.push(...servicesOf(required, opposing, who?.services));
  return found;
}

function principalsOf(parts: readonly Part[], shapes: Shapes, may: (kind: CallerKind) => boolean, keys: readonly string[], asked: boolean, forwarded: boolean | undefined): Candidate[] {
  const tested = [...keys, ...parts.flatMap(({ tests }) => tests.map(({ key }) => key))];
  const apart = asked || tested.some((key) => KIND.test(key)) || parts.some(({ principals }) => principals.patterns.some(({ view }) => view === PRINCIPAL || view === SESSION));
  const allowed = principalKinds.filter(may);
  const found: Candidate[] = (apart ? allowed : allowed.slice(0, 1)).map((kind) => ({ kind, shape: shapes.callers[kind], forwarded: false }));
  const references = new Set(parts.flatMap(referencesIn));
  if (may('reference') || may('role')) for (const arn of references) found.push({ kind: 'reference', shape: shapes.reference(arn), forwarded: false });
  // An AWS service that forwards a principal's call, such as SQS using the key for a consumer.
  if (forwarded !== false && tested.some(isForwardingKey)) found.push(...found.map((candidate): Candidate => ({ ...candidate, forwarded: true })));
  return found;
}

/** Roles and users of whom there is a reference alone. */
function referencesIn({ principals, statement }: Part): string[] {
  const tested = (statement.condition?.tests ?? []).flatMap(({ key, list }) => (/^aws:principalarn$/i.test(key.text) ? list.values.map(withUnits) : []));
  return [...principals.patterns.flatMap(({ view, text }) => (view === PRINCIPAL ? [text] : [])), ...tested].filter((text) => hasUnits(text) && !text.startsWith('arn:'));
}

/** Names that statements mention, and one that stands for every other. */
function servicesOf(required: readonly Part[], opposing: readonly Part[], among: readonly string[] | undefined): Candidate[] {
  const names = new Set(among);
  let others = among === undefined;
  for (const { principals } of required) {
    if (!principals.negated && !principals.everybody && !principals.anyService) others = false;
    if (!among) for (const name of principals.services) names.add(name);
  }
  if (!among)
    for (const { principals, statement } of [...required, ...opposing]) {
      for (const name of principals.services) names.add(name);
      for (const name of testedServices(statement)) names.add(name);
    }
  const isNamed = (name: string): boolean => required.every(({ principals }) => isServiceIn(principals, name));
  // No service is called by a pattern.
  const found: Candidate[] = [...names].filter((name) => !/[*?]/.test(name) && isNamed(name)).map((service) => ({ kind: 'service', service, forwarded: false }));
  if (others) found.push({ kind: 'service', forwarded: false });
  return found;
}

export function isServiceIn({ negated, everybody, anyService, services }: Part['principals'], name: string | undefined): boolean {
  return (everybody || anyService || (name !== undefined && services.includes(name))) !== negated;
}

function testedServices({ condition }: Statement): string[] {
  return (condition?.tests ?? []).flatMap(({ key, list }) => {
    const isList = /^aws:principalservicenameslist$/i.test(key.text);
    if (!isList && !/^aws:principalservicename$/i.test(key.text)) return [];
    return list.values.flatMap(({ text }) => {
      const label = text.split('.')[0]!;
      const name = /^[a-z0-9.-]+\.[a-z0-9.-]+$/.test(text) ? [text] : [];
      // Other names of the same service are in the list, perhaps.
      return isList && /^[a-z0-9-]+$/.test(label) ? [...name, `${label}.amazonaws.com`, `${label}.eu-west-1.amazonaws.com`] : name;
    });
  });
}
