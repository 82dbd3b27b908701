/** `.sqs-kms-policy.json`: read with its positions, so that what is wrong in it can be shown where it stands. */
import { nearest } from '../aws';
import type { PolicyKind } from '../policy';
import { rules } from '../rules';
import type { Level, Profile } from '../rules/rule';
import { parseJson, type Member, type ObjectNode, type Span, type TreeNode } from '../syntax';
import { matchesGlob } from './glob';
import type { Workspace } from './workspace';

export const CONFIGURATION_FILE = '.sqs-kms-policy.json';

export const LEVELS: readonly Level[] = ['error', 'warning', 'information', 'hint', 'off'];
export const PROFILES: readonly Profile[] = ['recommended', 'strict'];
export const KINDS: readonly PolicyKind[] = ['queue', 'dead-letter-queue', 'key', 'identity', 'resource-control', 'other'];

export interface Configuration {
  readonly profile?: Profile;
  readonly rules: Readonly<Record<string, Level>>;
  /** In the order of the file: the last glob that fits decides. */
  readonly kinds: readonly { readonly glob: string; readonly kind: PolicyKind }[];
  readonly account?: string;
  readonly zoneOfTrust: { readonly accounts: readonly string[]; readonly organizations: readonly string[] };
}

export interface ConfigurationProblem {
  readonly range: Span;
  readonly message: string;
}

/** What the editor's settings say; the file wins. */
export interface EditorSettings {
  readonly profile?: string;
  readonly rules?: Readonly<Record<string, string>>;
}

const EMPTY: Configuration = { rules: {}, kinds: [], zoneOfTrust: { accounts: [], organizations: [] } };

/** Never fails: what cannot be understood is left out and named in `problems`. */
export function parseConfiguration(text: string): { readonly configuration: Configuration; readonly problems: readonly ConfigurationProblem[] } {
  const tree = parseJson(text);
  const problems: ConfigurationProblem[] = tree.faults.filter((f) => f.code !== 'comment').map((f) => ({ range: f.range, message: `not valid JSON: ${f.code.replaceAll('-', ' ')}` }));
  if (tree.root?.kind !== 'object') {
    if (tree.root) problems.push({ range: tree.root.range, message: 'the configuration is an object' });
    return { configuration: EMPTY, problems };
  }
  const configuration: { -readonly [K in keyof Configuration]: Configuration[K] } = { ...EMPTY };
  const KEYS = ['$schema', 'profile', 'rules', 'kinds', 'account', 'zoneOfTrust'];
  for (const member of tree.root.members) {
    const key = member.key.value;
    const value = member.value;
    if (!value) continue;
    if (key === 'profile') configuration.profile = oneOf(value, PROFILES, 'profile', problems) ?? configuration.profile;
    else if (key === 'rules') configuration.rules = Object.fromEntries(entries(value, 'rules', problems).flatMap((m) => ruleLevel(m, problems)));
    else if (key === 'kinds')
      configuration.kinds = entries(value, 'kinds', problems).flatMap((m) => {
        const kind = m.value && oneOf(m.value, KINDS, 'kind', problems);
        return kind ? [{ glob: m.key.value, kind }] : [];
      });
    else if (key === 'account') configuration.account = accounts([value], problems)[0];
    else if (key === 'zoneOfTrust') configuration.zoneOfTrust = zone(value, problems);
    else if (key !== '$schema') problems.push({ range: member.key.range, message: unknown('key', key, KEYS) });
  }
  return { configuration, problems };
}

function ruleLevel(member: Member, problems: ConfigurationProblem[]): [string, Level][] {
  const ids = rules.map((r) => r.meta.id);
  if (!ids.includes(member.key.value)) {
    problems.push({ range: member.key.range, message: unknown('rule', member.key.value, ids) });
    return [];
  }
  const level = member.value && oneOf(member.value, LEVELS, 'level', problems);
  return level ? [[member.key.value, level]] : [];
}

function zone(value: TreeNode, problems: ConfigurationProblem[]): Configuration['zoneOfTrust'] {
  const result = { accounts: [] as readonly string[], organizations: [] as readonly string[] };
  for (const member of entries(value, 'zoneOfTrust', problems)) {
    const items = member.value?.kind === 'array' ? member.value.items : [];
    if (member.key.value === 'accounts') result.accounts = accounts(items, problems);
    else if (member.key.value === 'organizations')
      result.organizations = items.flatMap((item) => {
        if (item.kind === 'scalar' && /^o-[a-z0-9]{10,32}$/.test(item.value)) return [item.value];
        problems.push({ range: item.range, message: 'an organization id is o- and 10 to 32 letters and digits' });
        return [];
      });
    else problems.push({ range: member.key.range, message: unknown('key', member.key.value, ['accounts', 'organizations']) });
  }
  return result;
}

function accounts(items: readonly TreeNode[], problems: ConfigurationProblem[]): string[] {
  return items.flatMap((item) => {
    if (item.kind === 'scalar' && item.type === 'string' && /^\d{12}$/.test(item.value)) return [item.value];
    problems.push({ range: item.range, message: 'an account id is a string of 12 digits' });
    return [];
  });
}

function entries(value: TreeNode, key: string, problems: ConfigurationProblem[]): ObjectNode['members'] {
  if (value.kind === 'object') return value.members;
  problems.push({ range: value.range, message: `${key} is an object` });
  return [];
}

function oneOf<T extends string>(value: TreeNode, all: readonly T[], what: string, problems: ConfigurationProblem[]): T | undefined {
  const text = value.kind === 'scalar' ? value.value : undefined;
  const found = all.find((a) => a === text);
  if (!found) problems.push({ range: value.range, message: text === undefined ? `a ${what} is one of ${all.join(', ')}` : unknown(what, text, all) });
  return found;
}

function unknown(what: string, text: string, all: readonly string[]): string {
  const near = nearest(text, all);
  return `unknown ${what} "${text}"${near === undefined ? ` (there are: ${all.slice(0, 8).join(', ')}${all.length > 8 ? ', …' : ''})` : `; did you mean "${near}"?`}`;
}

/**
 * The workspace that a configuration makes: its text (undefined: there is no file), the folder it stands in, and the editor's settings,
 * which count where it says nothing.
 */
export function workspaceOf(text: string | undefined, folder: string, settings: EditorSettings, base: Workspace): Workspace {
  const { configuration } = text === undefined ? { configuration: EMPTY } : parseConfiguration(text);
  const known = new Set(rules.map((r) => r.meta.id));
  const fromSettings = Object.entries(settings.rules ?? {}).filter((entry): entry is [string, Level] => known.has(entry[0]) && LEVELS.some((l) => l === entry[1]));
  return {
    ...base,
    profile: configuration.profile ?? PROFILES.find((p) => p === settings.profile) ?? base.profile,
    levels: { ...base.levels, ...(text === undefined ? Object.fromEntries(fromSettings) : configuration.rules) },
    kindOf: (path) => {
      const relative = folder !== '' && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
      return configuration.kinds.findLast(({ glob }) => matchesGlob(glob, relative))?.kind ?? base.kindOf(path);
    },
    ...((configuration.account ?? base.account) !== undefined && { account: configuration.account ?? base.account }),
    zone: configuration.zoneOfTrust,
  };
}
