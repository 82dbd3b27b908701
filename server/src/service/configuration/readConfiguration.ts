/** `.sqs-kms-policy.json`: what it may say, read with positions so that each mistake is reported where it stands. */
import { nearest } from '../../aws';
import type { PolicyKind } from '../../policy';
import type { ConfigurationFile, RuleName, Suppression, WrittenSuppression } from '../../rules/configurationRule';
import type { Level, Profile } from '../../rules/rule';
import { parseJson, type Member, type ObjectNode, type ScalarNode, type Span, type TreeNode } from '../../syntax';
import { globMatcher, LONGEST_GLOB } from '../glob';
import type { Workspace } from '../workspace';

export const CONFIGURATION_FILE = '.sqs-kms-policy.json';

export interface Configuration {
  readonly profile?: Profile;
  /** Levels by rule id; they win over the profile and over the severity that a rule chooses itself. */
  readonly rules: Readonly<Record<string, Level>>;
  /** In the file's order; the last glob that matches a policy's path decides. */
  readonly kinds: readonly { readonly glob: string; readonly kind: PolicyKind }[];
  /** The account that owns the queues and keys. */
  readonly account?: string;
  /** Accounts and organizations whose access is nobody's surprise. */
  readonly zoneOfTrust: { readonly accounts: readonly string[]; readonly organizations: readonly string[] };
  /** Findings that are accepted, each with its reason. */
  readonly suppressions: readonly Suppression[];
}

export interface ConfigurationProblem {
  /** Offsets of the configuration's text. */
  readonly range: Span;
  readonly message: string;
}

export const NO_CONFIGURATION: Configuration = { rules: {}, kinds: [], zoneOfTrust: { accounts: [], organizations: [] }, suppressions: [] };

export const profiles: readonly Profile[] = ['recommended', 'strict'];
export const levels: readonly Level[] = ['error', 'warning', 'information', 'hint', 'off'];
export const kinds: readonly PolicyKind[] = ['queue', 'dead-letter-queue', 'key', 'identity', 'resource-control', 'other'];

const KEYS = ['$schema', 'profile', 'rules', 'kinds', 'account', 'zoneOfTrust', 'suppressions'] as const;
const SUPPRESSION_KEYS = ['rule', 'file', 'policy', 'sid', 'statement', 'reason', 'expires'] as const;

export interface ReadConfiguration {
  readonly configuration: Configuration;
  /** What is malformed. That a rule does not exist is a rule's to say. */
  readonly problems: readonly ConfigurationProblem[];
  /** What the rules about the configuration see of it. */
  readonly file: ConfigurationFile;
}

/** Reads what can be read and reports the rest; never throws. `ruleIds` are the rules that exist. */
export function parseConfiguration(text: string, ruleIds: readonly string[]): ReadConfiguration {
  const tree = parseJson(text);
  const problems: ConfigurationProblem[] = [];
  const ruleNames: RuleName[] = [];
  let suppressions: readonly WrittenSuppression[] = [];
  const report: Report = (node, message) => void problems.push({ range: node.range, message });
  const configuration: Mutable<Configuration> = { ...NO_CONFIGURATION };
  for (const fault of tree.faults) if (fault.code !== 'comment') problems.push({ range: fault.range, message: `This is not valid JSON (${fault.code.replace(/-/g, ' ')}).` });
  if (tree.root && tree.root.kind !== 'object') report(tree.root, 'A configuration is a JSON object.');
  for (const [key, value, member] of entries(tree.root)) {
    if (key === '$schema') continue;
    else if (key === 'profile') configuration.profile = oneOf(value, profiles, 'profile', report);
    else if (key === 'rules') configuration.rules = readRules(value, ruleIds, ruleNames, report);
    else if (key === 'kinds') configuration.kinds = readKinds(value, report);
    else if (key === 'account') configuration.account = readString(value, /^\d{12}$/, 'An account is a string of 12 digits.', report);
    else if (key === 'zoneOfTrust') configuration.zoneOfTrust = readZone(value, report);
    else if (key === 'suppressions') suppressions = readSuppressions(value, ruleNames, report);
    else report(member.key, unknown('key', key, KEYS));
  }
  configuration.suppressions = suppressions.map(({ suppression }) => suppression);
  return { configuration, problems, file: { tree, ruleNames, suppressions } };
}

/**
 * The workspace of the files that a configuration holds for: `base` with what the configuration says. The paths that its `kindOf` takes
 * are relative to the configuration's folder.
 */
export function withConfiguration(base: Workspace, configuration: Configuration): Workspace {
  const kinds = configuration.kinds.map(({ glob, kind }) => ({ matches: globMatcher(glob), kind }));
  return {
    ...base,
    profile: configuration.profile ?? base.profile,
    levels: { ...base.levels, ...configuration.rules },
    kindOf: (path) => kinds.findLast(({ matches }) => matches(path))?.kind ?? base.kindOf(path),
    account: configuration.account ?? base.account,
    zone: configuration.zoneOfTrust,
    suppressions: configuration.suppressions,
  };
}

type Report = (node: { readonly range: Span }, message: string) => void;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function readRules(node: TreeNode, ruleIds: readonly string[], ruleNames: RuleName[], report: Report): Record<string, Level> {
  const rules: Record<string, Level> = Object.create(null);
  for (const [id, value, member] of objectEntries(node, 'rules', report)) {
    ruleNames.push({ id, node: member.key, member });
    const level = oneOf(value, levels, 'level', report);
    if (level && ruleIds.includes(id)) rules[id] = level;
  }
  return rules;
}

function readSuppressions(node: TreeNode, ruleNames: RuleName[], report: Report): WrittenSuppression[] {
  if (node.kind !== 'array') {
    report(node, 'suppressions is a list of objects.');
    return [];
  }
  return node.items.flatMap((item) => {
    if (item.kind !== 'object') {
      report(item, 'A suppression is an object with rule, file and reason.');
      return [];
    }
    const found: { -readonly [K in keyof Suppression]?: ScalarNode } = {};
    for (const [key, value, member] of entries(item)) {
      const known = SUPPRESSION_KEYS.find((k) => k === key);
      if (!known) report(member.key, unknown('key', key, SUPPRESSION_KEYS));
      else if (!isString(value)) report(value, `${key} is a string.`);
      else found[known] = value;
    }
    const { rule, file, reason, expires } = found;
    if (rule) ruleNames.push({ id: rule.value, node: rule });
    let complete = true;
    const demand = (holds: boolean, at: { readonly range: Span }, message: string): void => {
      if (!holds) report(at, message);
      complete &&= holds;
    };
    const start = { range: { start: item.range.start, end: item.range.start + 1 } };
    demand(rule !== undefined, start, 'A suppression names its rule.');
    demand(file !== undefined && file.value !== '', file ?? start, 'A suppression names its file, by a glob relative to this file.');
    demand(file === undefined || !leadsOut(file.value), file ?? start, `${JSON.stringify(file?.value)} leads out of this folder, so the suppression accepts nothing. Name a file in this folder or below it.`);
    demand((file?.value.length ?? 0) <= LONGEST_GLOB, file ?? start, TOO_LONG);
    demand(reason !== undefined && isSaid(reason.value), reason ?? start, 'Say in reason why the finding is accepted; without it nothing is suppressed.');
    demand(expires === undefined || isDate(expires.value), expires ?? start, 'expires is a date of the form 2027-01-31; until it is one, nothing is suppressed.');
    if (!complete) return [];
    const suppression = Object.fromEntries(Object.entries(found).map(([key, scalar]) => [key, scalar.value])) as unknown as Suppression;
    return [{ suppression, node: item, list: node, ...(expires && { expires }) }];
  });
}

const TOO_LONG = `This glob is too long to match any path. Use at most ${LONGEST_GLOB} characters.`;

function leadsOut(file: string): boolean {
  return /^(?:[/\\]|[a-z]:)/i.test(file) || file.split(/[/\\]/).includes('..');
}

/** Not empty, and no placeholder that is still to be filled in. */
function isSaid(reason: string): boolean {
  return reason.trim() !== '' && !/^<[^<>]*>$/.test(reason.trim());
}

function isDate(text: string): boolean {
  // A day that does not exist (2027-02-30) moves to another one.
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

function readKinds(node: TreeNode, report: Report): Configuration['kinds'] {
  return objectEntries(node, 'kinds', report).flatMap(([glob, value, member]) => {
    if (glob.length > LONGEST_GLOB) report(member.key, TOO_LONG);
    const kind = oneOf(value, kinds, 'kind', report);
    return kind ? [{ glob, kind }] : [];
  });
}

function readZone(node: TreeNode, report: Report): Configuration['zoneOfTrust'] {
  const zone: Mutable<Configuration['zoneOfTrust']> = { accounts: [], organizations: [] };
  for (const [key, value, member] of objectEntries(node, 'zoneOfTrust', report)) {
    if (key === 'accounts') zone.accounts = readStrings(value, /^\d{12}$/, 'An account is a string of 12 digits.', report);
    else if (key === 'organizations') zone.organizations = readStrings(value, /^o-[a-z0-9]{10,32}$/, 'An organization id is o- and 10 to 32 lower-case letters or digits.', report);
    else report(member.key, unknown('key', key, ['accounts', 'organizations']));
  }
  return zone;
}

function readStrings(node: TreeNode, shape: RegExp, message: string, report: Report): string[] {
  if (node.kind !== 'array') {
    report(node, 'This is a list of strings.');
    return [];
  }
  return node.items.flatMap((item) => readString(item, shape, message, report) ?? []);
}

function readString(node: TreeNode, shape: RegExp, message: string, report: Report): string | undefined {
  if (isString(node) && shape.test(node.value)) return node.value;
  report(node, message);
  return undefined;
}

function oneOf<T extends string>(node: TreeNode, allowed: readonly T[], what: string, report: Report): T | undefined {
  const found = isString(node) ? allowed.find((a) => a === node.value) : undefined;
  if (!found) report(node, isString(node) ? unknown(what, node.value, allowed) : `A ${what} is one of ${allowed.join(', ')}.`);
  return found;
}

function objectEntries(node: TreeNode, key: string, report: Report): Entry[] {
  if (node.kind !== 'object') report(node, `${key} is an object.`);
  return entries(node);
}

type Entry = readonly [key: string, value: TreeNode, member: Member];

/** The last of several equal keys wins; a key without a value is a fault of the syntax. */
function entries(node: TreeNode | undefined): Entry[] {
  const found = new Map<string, Entry>();
  if (node?.kind === 'object') for (const member of (node as ObjectNode).members) if (member.value) found.set(member.key.value, [member.key.value, member.value, member]);
  return [...found.values()];
}

function isString(node: TreeNode): node is ScalarNode {
  return node.kind === 'scalar' && node.type === 'string';
}

/** `There is no rule x; did you mean y?`, or the whole choice where it is short. */
function unknown(what: string, name: string, allowed: readonly string[]): string {
  const near = nearest(name, allowed, 3);
  const hint = near ? `did you mean ${near}?` : allowed.length <= 6 ? `there are: ${allowed.join(', ')}.` : 'see docs/rules.';
  return `There is no ${what} ${JSON.stringify(name)}; ${hint}`;
}
