/**
 * Callers and sources as records: an ordered list of fields, each with a small language, and views that put them together. Everything that
 * a policy can test of a caller is a view of one record, so that demands on its ARN, its account, its type and its name meet in one choice.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable (2026-11)
 */
import { HOLE_END, HOLE_START } from '../policy';

/** Texts that a field may be. States are small numbers; 0 is the first. */
export interface Language {
  /** -1: no text of the language goes on so. */
  readonly next: (state: number, character: string) => number;
  readonly accepts: (state: number) => boolean;
  /** The same texts as a regular expression without groups that capture. */
  readonly source: string;
  /** Characters of each class of which one that no pattern minds is to be tried. */
  readonly classes: readonly string[];
  /** What is tried first. */
  readonly words: readonly string[];
}

/** A view is literals and fields (by index), in the record's order. */
export type View = readonly (string | number)[];

export interface RecordShape {
  readonly fields: readonly Language[];
  readonly views: ReadonlyMap<string, View>;
}

const LETTERS = 'xyzabcdefghijklmnopqrstuvw';
const DIGITS = '0123456789';
/** What is still to be filled in stands as one unit in the text of a field. */
const HOLE = `${HOLE_START}[^${HOLE_START}${HOLE_END}]*${HOLE_END}`;

/** The state in which a text is inside of a hole; the number of characters before it does not matter then. */
const INSIDE = 99;

function withHoles(next: Language['next'], after: number): Language['next'] {
  return (state, character) => (state === INSIDE ? (character === HOLE_END ? after : INSIDE) : character === HOLE_START ? INSIDE : next(state, character));
}

/** At least `least` of the characters. */
function many(characters: RegExp, source: string, least: number, classes: readonly string[], words: readonly string[]): Language {
  return {
    next: withHoles((state, character) => (characters.test(character) ? Math.min(state + 1, least) : -1), least),
    accepts: (state) => state === least,
    source: least <= 1 ? `(?:${source}|${HOLE})${least === 0 ? '*' : '+'}` : `(?:${source}{${least},}|(?:${source}|${HOLE})*${HOLE}(?:${source}|${HOLE})*)`,
    classes,
    words,
  };
}

const account: Language = {
  next: (state, character) => {
    if (state === INSIDE) return character === HOLE_END ? 12 : INSIDE;
    if (character === HOLE_START) return state === 0 ? INSIDE : -1;
    return state < 12 && character >= '0' && character <= '9' ? state + 1 : -1;
  },
  accepts: (state) => state === 12,
  source: `(?:[0-9]{12}|${HOLE})`,
  classes: [DIGITS],
  words: ['999988887777', '777788889999', '666655554444'],
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (2026-11) */
const name = many(/[\w+=,.@-]/, '[\\w+=,.@-]', 1, [LETTERS, DIGITS], ['somebody', 'x', 'other']);
const sessionName = many(/[\w+=,.@-]/, '[\\w+=,.@-]', 2, [LETTERS], ['session', 'other-session']);

/** Without its first slash: nothing, or a text that ends in one. */
const path: Language = {
  next: (state, character) => {
    if (state === INSIDE) return character === HOLE_END ? 1 : INSIDE;
    if (character === HOLE_START) return INSIDE;
    if (character === '/') return state === 0 ? -1 : 2;
    return character >= '!' && character <= '~' ? 1 : -1;
  },
  accepts: (state) => state === 0 || state === 2,
  source: `(?:(?:[!-.0-~]|${HOLE})(?:[!-~]|${HOLE})*/|)`,
  classes: [LETTERS, '/'],
  words: ['', 'x/', 'x/x/'],
};

/** Unique ids: their prefix and at least sixteen letters and digits. */
function uniqueId(prefix: string): Language {
  const least = prefix.length + 16;
  return {
    next: withHoles((state, character) => (state < prefix.length ? character === prefix[state] : /[A-Z0-9]/.test(character)) ? Math.min(state + 1, least) : -1, least),
    accepts: (state) => state === least,
    source: `(?:${prefix}[A-Z0-9]{16,}|${HOLE})`,
    classes: [LETTERS.toUpperCase(), DIGITS],
    words: [`${prefix}XXXXXXXXXXXXXXXXX`, `${prefix}0000000000000000`],
  };
}

const word = (least: number, words: readonly string[]): Language => many(/[a-z0-9-]/, '[a-z0-9-]', least, [LETTERS, DIGITS], words);
const anything = (words: readonly string[]): Language => many(/[\s\S]/, '[\\s\\S]', 0, [`${LETTERS}${LETTERS.toUpperCase()}${DIGITS}_-`, ':', '/'], words);
/** Starts with what is still to be filled in: its parts are not known. */
const wholeHole: Language = { ...anything([]), source: `${HOLE}[\\s\\S]*`, next: (state, character) => (state === 0 && character !== HOLE_START ? -1 : 1), accepts: (state) => state === 1 };

export type PrincipalKind = 'role' | 'user' | 'root' | 'federated';
export const principalKinds: readonly PrincipalKind[] = ['role', 'user', 'root', 'federated'];

/** Views that are no condition keys: what the Principal element is compared with, and parts of names. */
export const PRINCIPAL = 'principal';
export const SESSION = 'session';
export const ROOT = 'root';
export const ACCOUNT = 'account';
export const NAME = 'name';
export const PATH = 'path';
/** `account/name` of a role. */
export const ROLE = 'role';

function callerShape(kind: PrincipalKind, partition: string): RecordShape {
  const iam = `arn:${partition}:iam::`;
  const sts = `arn:${partition}:sts::`;
  const own = (arn: View, type: string, userid: View, more: readonly (readonly [string, View])[] = []): ReadonlyMap<string, View> =>
    new Map<string, View>([
      [PRINCIPAL, arn],
      [ROOT, [iam, 0, ':root']],
      [ACCOUNT, [0]],
      ['aws:principalarn', arn],
      ['aws:principalaccount', [0]],
      ['kms:calleraccount', [0]],
      ['aws:principaltype', [type]],
      ['aws:userid', userid],
      ...more,
    ]);
  switch (kind) {
    case 'role':
      return {
        fields: [account, path, name, uniqueId('AROA'), sessionName],
        views: own([iam, 0, ':role/', 1, 2], 'AssumedRole', [3, ':', 4], [[SESSION, [sts, 0, ':assumed-role/', 2, '/', 4]], [PATH, [1]], [NAME, [2]], [ROLE, [0, '/', 2]]]),
      };
    case 'user':
      return { fields: [account, path, name, uniqueId('AIDA')], views: own([iam, 0, ':user/', 1, 2], 'User', [3], [['aws:username', [2]], [PATH, [1]], [NAME, [2]]]) };
    case 'root':
      return { fields: [account], views: own([iam, 0, ':root'], 'Account', [0]) };
    case 'federated':
      return { fields: [account, name], views: own([sts, 0, ':federated-user/', 1], 'FederatedUser', [0, ':', 1], [[NAME, [1]]]) };
  }
}

/** A role or user of whom the policy has nothing but a reference: what its account and its name are is not known. */
function referenceShape(arn: string): RecordShape {
  return { fields: [], views: new Map<string, View>([[PRINCIPAL, [arn]], ['aws:principalarn', [arn]]]) };
}

/** With an account in the ARN, without one (a bucket), and one that is still to be filled in whole. */
function sourceShapes(partition: string): readonly RecordShape[] {
  const arn = `arn:${partition}:`;
  const service = word(1, ['sns', 's3', 'x']);
  const region = word(0, ['eu-west-1', '', 'x']);
  const rest = many(/[\s\S]/, '[\\s\\S]', 1, [`${LETTERS}${DIGITS}_-`, ':', '/'], ['x', 'other']);
  return [
    { fields: [service, region, account, rest], views: new Map<string, View>([['aws:sourcearn', [arn, 0, ':', 1, ':', 2, ':', 3]], ['aws:sourceaccount', [2]]]) },
    { fields: [service, word(0, ['', 'eu-west-1']), rest, account], views: new Map<string, View>([['aws:sourcearn', [arn, 0, ':', 1, '::', 2]], ['aws:sourceaccount', [3]]]) },
    { fields: [wholeHole, account], views: new Map<string, View>([['aws:sourcearn', [0]], ['aws:sourceaccount', [1]]]) },
  ];
}

/** Shapes are constants. */
function once<Args extends readonly (string | number | boolean)[], T>(make: (...args: Args) => T): (...args: Args) => T {
  const made = new Map<string, T>();
  return (...args) => {
    const key = args.join(' ');
    let known = made.get(key);
    if (!known) made.set(key, (known = make(...args)));
    return known;
  };
}

/** An organization's id, and its paths, of which a caller may have several: each begins with the id. */
export const organizationShape = once((idKey: string, pathsKey: string, paths: number): RecordShape => {
  const id = many(/[^/]/, '[^/]', 1, [LETTERS, DIGITS], ['o-xxxxxxxxxx', 'o-other00000']);
  const tail = anything(['r-xxxx/', 'r-xxxx/ou-xxxx-xxxxxxxx/']);
  return { fields: [id, ...Array.from({ length: paths }, () => tail)], views: new Map<string, View>([[idKey, [0]], ...Array.from({ length: paths }, (_, i): [string, View] => [pathView(pathsKey, i), [0, '/', i + 1]])]) };
});

export function pathView(pathsKey: string, index: number): string {
  return `${pathsKey} ${index}`;
}

/** The service that forwards a call, and the Region to which both it and the call go. */
export const forwarding: RecordShape = {
  fields: [word(1, ['sqs', 'x']), word(1, ['eu-west-1', 'us-east-1', 'x'])],
  views: new Map<string, View>([['kms:viaservice', [0, '.', 1, '.amazonaws.com']], ['aws:requestedregion', [1]]]),
};

/** A key that is tied to no other. */
export const FREE = 'text';
export const free: RecordShape = { fields: [anything(['x', 'other', 'another-one', 'x'.repeat(40)])], views: new Map<string, View>([[FREE, [0]]]) };

export interface Shapes {
  readonly partition: string;
  readonly callers: Readonly<Record<PrincipalKind, RecordShape>>;
  readonly sources: readonly RecordShape[];
  reference(arn: string): RecordShape;
}

export const shapesOf = once((partition: string): Shapes => {
  return {
    partition,
    callers: { role: callerShape('role', partition), user: callerShape('user', partition), root: callerShape('root', partition), federated: callerShape('federated', partition) },
    sources: sourceShapes(partition),
    reference: referenceShape,
  };
});

/** What a view says, where all of its fields are known. */
export function textOf(view: View, fields: readonly (string | undefined)[]): string | undefined {
  let text = '';
  for (const part of view) {
    const piece = typeof part === 'string' ? part : fields[part];
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}

/** The ARN of a queue, or of a key. */
export const ownShape = once((partition: string, isKey: boolean): RecordShape => {
  const region = word(1, ['eu-west-1', 'x']);
  const view: View = isKey ? [`arn:${partition}:kms:`, 0, ':', 1, ':key/', 2] : [`arn:${partition}:sqs:`, 0, ':', 1, ':', 2];
  return { fields: [region, account, name], views: new Map([['own', view]]) };
});

/** The partition of an ARN that is still to be filled in is that of the queue or key. */
export function inPartition(text: string, partition: string): string {
  return text.replace(/^arn:\u{e001}[^\u{e002}]*\u{e002}:/u, `arn:${partition}:`);
}
