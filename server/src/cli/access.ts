/** `access`: who gets in by each policy, what they may call, and a request that shows it. */
import { circumstancesOf, type Access, type AccessReport, type CallerName } from '../access';
import { choice, parseArguments } from './arguments';
import { kinds } from '../service/configuration';
import { whoHasAccess } from '../service/verdict';
import type { PolicySite } from '../documents';
import { Memory } from '../policy';
import { discover } from './discover';
import { complain, print, printJson } from './lines';
import { accountGiven, checkedPolicies, readPolicyFile, type PolicyFile } from './policyFile';
import { CLEAN, ReadError, UsageError, WRONG_USAGE, type CommandRuntime, type ExitCode } from './runtime';
import { circumstances, toWitness, type Witness } from './witness';
import { Workspaces } from './workspaces';

const FLAGS = { account: 'one', organization: 'many', trust: 'many', kind: 'one', config: 'one', format: 'one' } as const;

/** The shape of `--format json`. */
export interface AccessJson {
  readonly version: 1;
  readonly policies: readonly {
    readonly path: string;
    readonly address: string;
    readonly kind: string;
    readonly public: AccessReport['public'];
    readonly external: AccessReport['external'];
    readonly findings: readonly { readonly caller: CallerName; readonly actions: readonly string[]; readonly statements: readonly { readonly index: number; readonly sid: string | null }[]; readonly public: boolean; readonly witness: Witness }[];
  }[];
}

interface Entry {
  readonly path: string;
  readonly site: PolicySite;
  /** Absent for a policy that is too large for questions. */
  readonly report?: AccessReport;
  readonly text: string;
}

export function access(args: readonly string[], runtime: CommandRuntime): ExitCode {
  const parsed = parseArguments(args, FLAGS);
  const { operands, flags } = parsed;
  const format = choice(parsed, 'format', ['text', 'json']) ?? 'text';
  if (operands.length === 0) throw new UsageError('access takes files, folders or globs');
  const [account] = accountGiven('account', flags.get('account'));
  const accounts = accountGiven('trust', flags.get('trust'));
  const organizations = flags.get('organization') ?? [];
  for (const id of organizations) if (!/^o-[a-z0-9]{10,32}$/.test(id)) throw new UsageError(`--organization is an id like o-a1b2c3d4e5, not ${JSON.stringify(id)}`);
  const workspaces = new Workspaces(runtime, { account, kind: choice(parsed, 'kind', kinds), config: flags.get('config')?.at(-1) });
  const { files, failures } = discover(operands, runtime);
  const complaints = [...failures];
  const memory = new Memory();
  const entries: Entry[] = [];
  for (const { path, by } of files) {
    const shown = path === '-' ? path : runtime.relative(path);
    try {
      const file = readPolicyFile(path, runtime, workspaces, memory);
      const sites = checkedPolicies(file);
      if (sites.length === 0 && by === 'named') complaints.push(`${shown}: it holds no queue or key policy`);
      entries.push(...sites.map((site) => entryOf(shown, site, file, accounts, organizations, memory)));
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      if (error.foreign === undefined || by === 'named') complaints.push(`${shown}: ${error.message}`);
    }
  }
  complaints.push(...workspaces.problems);
  if (format === 'json') printJson(runtime, { version: 1, policies: entries.map(toJson) } satisfies AccessJson);
  else print(runtime, entries.flatMap((entry, i) => [...(i > 0 ? [''] : []), ...toText(entry)]));
  complain(runtime, complaints);
  return complaints.length > 0 ? WRONG_USAGE : CLEAN;
}

function entryOf(path: string, site: PolicySite, { workspace }: PolicyFile, accounts: readonly string[], organizations: readonly string[], memory: Memory): Entry {
  const zone = { accounts: [...workspace.zone.accounts, ...accounts], organizations: [...workspace.zone.organizations, ...organizations] };
  return { path, site, ...whoHasAccess(site, { ...circumstancesOf(site.kind, site.owner, site.own), zone, memory }) };
}

function toJson({ path, site, report }: Entry): AccessJson['policies'][number] {
  return {
    path,
    address: site.address,
    kind: site.kind,
    public: report?.public ?? 'depends',
    external: report?.external ?? 'depends',
    findings: (report?.findings ?? []).map((found) => ({ caller: found.caller, actions: found.actions, statements: found.statements.map(({ index, sid }) => ({ index, sid: sid?.value?.text ?? null })), public: found.public, witness: toWitness(found.witness, site.policy) })),
  };
}

function toText({ path, site, report, text }: Entry): string[] {
  const place = site.address === '$' ? path : `${path} ${site.address}`;
  const head = [`${place} (${site.kind.replaceAll('-', ' ')})`, `  ${text}`];
  if (!report) return head;
  const lines = report.findings.flatMap((found) => [
    `  ${callerText(found.caller)}${found.outside ? ', outside the zone of trust' : ''}`,
    `    ${actionsText(found)}`,
    `    by ${found.statements.map(({ index, sid }) => `statement ${index + 1}${sid?.value ? ` (${sid.value.text})` : ''}`).join(', ')}`,
    ...example(found),
  ]);
  return [
    ...head,
    ...(lines.length === 0 && !report.depends ? ['  Nobody is let in by this policy itself.'] : lines),
    ...(report.depends ? [`  ${lines.length === 0 ? 'Who' : 'Who else'} gets in depends on what is not known.`] : []),
  ];
}

function example({ witness }: Access): string[] {
  const with_ = circumstances(witness);
  return with_ === '' ? [] : [`    for example with ${with_}`];
}

function actionsText({ actions }: Access): string {
  return actions.length > 8 ? `${actions.slice(0, 7).join(', ')} and ${actions.length - 7} more` : actions.join(', ');
}

function callerText({ kind, principal }: CallerName): string {
  switch (kind) {
    case 'anonymous':
      return 'anybody, without signing in';
    case 'organization':
      return `any account of organization ${principal}`;
    case 'service':
      return principal === '*' ? 'any AWS service' : principal;
    case 'external-account':
      return principal === '*' ? 'any AWS account' : /^\d+$/.test(principal) ? `account ${principal}` : principal;
    case 'own-account':
      return /^\d+$/.test(principal) ? `the own account ${principal}` : `${principal}, of the own account`;
  }
}
