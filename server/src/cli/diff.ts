/** `diff`: what the new version of a policy grants that the old one did not, and the other way round, with requests that show it. */
import { circumstancesOf, newAccess, type EvaluateOptions, type NewRequest } from '../access';
import { facts } from '../aws';
import { findPolicies, type PolicySite } from '../documents';
import { extentOf, Memory, withoutUnits } from '../policy';
import { kinds } from '../service/configuration';
import { choice, parseArguments } from './arguments';
import { complain, print, printJson } from './lines';
import { accountGiven, checkedPolicies, readPolicyFile, type PolicyFile } from './policyFile';
import { CLEAN, FINDINGS, ReadError, UsageError, WRONG_USAGE, type CommandRuntime, type ExitCode } from './runtime';
import { circumstances, principalOf, toWitness, type Witness } from './witness';
import { Workspaces } from './workspaces';

const FLAGS = { 'fail-on-new-access': 'none', account: 'one', kind: 'one', config: 'one', format: 'one' } as const;

/** The shape of `--format json`. */
export interface DiffJson {
  readonly version: 1;
  readonly newAccess: readonly Witness[];
  readonly lostAccess: readonly Witness[];
  /** The policies of which more may be new or lost than is listed, by what is not known. */
  readonly undecided: readonly string[];
}

interface Compared {
  readonly address: string;
  readonly current: PolicySite;
  readonly gained: readonly NewRequest[];
  readonly lost: readonly NewRequest[];
  readonly depends: boolean;
  /** Nothing new is found, and that there is none is not known. */
  readonly mayGain: boolean;
  /** One of the versions is too large for questions. */
  readonly tooLarge: boolean;
}

export function diff(args: readonly string[], runtime: CommandRuntime): ExitCode {
  const parsed = parseArguments(args, FLAGS);
  const { operands, flags } = parsed;
  const format = choice(parsed, 'format', ['text', 'json']) ?? 'text';
  const [oldPath, newPath] = operands;
  if (oldPath === undefined || newPath === undefined || operands.length > 2) throw new UsageError('diff takes two files, the old version and the new one');
  const [account] = accountGiven('account', flags.get('account'));
  const workspaces = new Workspaces(runtime, { account, kind: choice(parsed, 'kind', kinds), config: flags.get('config')?.at(-1) });
  const memory = new Memory();
  const files: PolicyFile[] = [];
  for (const path of [oldPath, newPath])
    try {
      files.push(readPolicyFile(path, runtime, workspaces, memory));
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      complain(runtime, [`${path}: ${error.message}`]);
      return WRONG_USAGE;
    }
  complain(runtime, workspaces.problems);
  const [old, current] = files as [PolicyFile, PolicyFile];
  const [oldSites, sites] = [checkedPolicies(old), checkedPolicies(current)];
  for (const [path, found] of [[oldPath, oldSites], [newPath, sites]] as const) if (found.length === 0) throw new UsageError(`${path} holds no queue or key policy`);
  const compared = pairs(oldSites, sites).map(([before, after]) => compare(before, after, memory));
  complain(runtime, compared.flatMap(({ address, tooLarge }) => (tooLarge ? [`${address}: not compared: the policy is more than twice the size that AWS accepts`] : [])));
  complain(runtime, compared.flatMap(({ address, depends }) => (depends ? [`${address}: more may be new or lost, by what is not known`] : [])));
  if (format === 'json') printJson(runtime, toJson(compared));
  else print(runtime, toText(compared));
  if (compared.some(({ tooLarge }) => tooLarge)) return WRONG_USAGE;
  return flags.has('fail-on-new-access') && compared.some(({ gained, mayGain }) => gained.length > 0 || mayGain) ? FINDINGS : CLEAN;
}

/** By address; the only policy of each file is one, wherever it stands. */
function pairs(old: readonly PolicySite[], current: readonly PolicySite[]): [PolicySite | undefined, PolicySite | undefined][] {
  if (old.length === 1 && current.length === 1) return [[old[0], current[0]]];
  const gone = old.filter(({ address }) => !current.some((site) => site.address === address));
  return [...current.map((site): [PolicySite | undefined, PolicySite] => [old.find(({ address }) => address === site.address), site]), ...gone.map((site): [PolicySite, undefined] => [site, undefined])];
}

/** A policy that is not there allows nothing. */
function compare(before: PolicySite | undefined, after: PolicySite | undefined, memory: Memory): Compared {
  const site = (after ?? before)!;
  if ([before, after].some((one) => one && extentOf(one.policy, one.kind, facts.quotas) !== 'everything')) return { address: site.address, current: site, gained: [], lost: [], depends: false, mayGain: false, tooLarge: true };
  const nothing = findPolicies('{"Version":"2012-10-17","Statement":[]}', { name: 'policy.json', kind: site.kind, memory }).policies[0]!.policy;
  const options: EvaluateOptions = { ...circumstancesOf(site.kind, site.owner.account === undefined && before ? before.owner : site.owner, site.own), memory };
  const gained = newAccess(before?.policy ?? nothing, after?.policy ?? nothing, options);
  const lost = newAccess(after?.policy ?? nothing, before?.policy ?? nothing, options);
  return { address: site.address, current: site, gained: gained.witnesses, lost: lost.witnesses, depends: gained.depends || lost.depends, mayGain: gained.depends, tooLarge: false };
}

function toJson(compared: readonly Compared[]): DiffJson {
  const of = (side: 'gained' | 'lost'): Witness[] => compared.flatMap((one) => one[side].map((request) => toWitness(request, one.current.policy)));
  return { version: 1, newAccess: of('gained'), lostAccess: of('lost'), undecided: compared.filter(({ depends }) => depends).map(({ address }) => address) };
}

function toText(compared: readonly Compared[]): string[] {
  const blocks = compared.flatMap(({ address, gained, lost, depends }) => {
    const parts = [...section('New access', gained), ...section('Lost access', lost)];
    return [...(compared.length > 1 ? [address] : []), ...(parts.length > 0 ? parts : depends ? ['Whether anything is new or lost depends on what is not known.'] : ['Nothing is new and nothing is lost.']), ''];
  });
  return [...blocks, 'Grants, IAM policies, service control policies and resource control policies are not seen.'];
}

function callerText(request: NewRequest): string {
  const { caller, standsFor } = request;
  if (caller.kind === 'anonymous') return 'anybody, without signing in';
  if (caller.kind !== 'principal') return principalOf(request);
  if (standsFor === 'everybody') return `any AWS account, such as ${caller.arn}`;
  return standsFor === 'account' ? `account ${caller.account}, such as ${caller.arn}` : caller.arn;
}

/** What is new for one of the queues or keys alone that this may be. */
function onlyIf({ onlyIf: condition }: NewRequest): string {
  if (!condition) return '';
  return condition.resource === undefined ? ` (if the account is ${withoutUnits(condition.owner)})` : ` (if this is ${withoutUnits(condition.resource)})`;
}

/** Requests that differ in their action alone are one line. */
function section(title: string, requests: readonly NewRequest[]): string[] {
  const lines = new Map<string, string[]>();
  for (const request of requests) {
    const who = `${callerText(request)}${circumstances(request) === '' ? '' : ` with ${circumstances(request)}`}${onlyIf(request)}`;
    lines.set(who, [...(lines.get(who) ?? []), request.action]);
  }
  return lines.size === 0 ? [] : [`${title}:`, ...[...lines].flatMap(([who, actions]) => [`  ${who}`, `    ${actions.length > 8 ? `${actions.slice(0, 7).join(', ')} and ${actions.length - 7} more` : actions.join(', ')}`])];
}
