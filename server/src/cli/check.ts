/** `check`: finds the policies in files, folders and globs, validates them, mends them if asked, prints what is left. */
import { facts } from '../aws';
import { findPolicies } from '../documents';
import type { PolicyKind } from '../policy';
import type { FixClass, RuleMeta, Severity } from '../rules/rule';
import { kinds, profiles } from '../service/configuration';
import { fixAll } from '../service/fixAll';
import { validate, type PolicyReport } from '../service/validate';
import { choice, parseArguments } from './arguments';
import { discover, type FoundFile } from './discover';
import { formatJson } from './formats/json';
import { formatText } from './formats/text';
import { reportBroken } from './brokenDocument';
import { fileReport, summaryOf, type CheckReport, type FileReport } from './report';
import { CLEAN, FINDINGS, ReadError, UsageError, WRONG_USAGE, type CommandRuntime, type ExitCode, type FileText } from './runtime';
import { Workspaces } from './workspaces';

const FLAGS = { format: 'one', profile: 'one', config: 'one', account: 'one', kind: 'one', fix: 'optional', 'fail-on': 'one' } as const;
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
/** What most files that hold no policy lack; cheaper than reading them. */
const MENTIONS = /statement|effect|"version|polic/i;

export function check(args: readonly string[], runtime: CommandRuntime): ExitCode {
  const parsed = parseArguments(args, FLAGS);
  const { operands, flags } = parsed;
  const format = choice(parsed, 'format', ['text', 'json']) ?? 'text';
  const profile = choice(parsed, 'profile', profiles);
  const kind = choice(parsed, 'kind', kinds);
  const failOn = choice(parsed, 'fail-on', SEVERITIES) ?? 'error';
  const account = flags.get('account')?.[0];
  if (account !== undefined && !/^\d{12}$/.test(account)) throw new UsageError(`--account is an account id of 12 digits, not ${JSON.stringify(account)}`);
  const fix = choice(parsed, 'fix', ['', 'safe', 'repair']);
  if (fix !== undefined && operands.includes('-')) throw new UsageError('--fix cannot write to standard input');
  const config = flags.get('config')?.[0];
  const classes = fix === undefined ? undefined : new Set<FixClass>(fix === 'repair' ? ['safe', 'repair'] : ['safe']);

  const workspaces = new Workspaces(runtime, { profile, account, config });
  const { files, failures } = discover(operands, runtime);
  const complaints = [...failures];
  const reports: FileReport[] = [];
  let fixed = 0;
  for (const file of files) {
    try {
      const checked = checkFile(file, { runtime, workspaces, kind, classes, complain: (line) => complaints.push(line) });
      fixed += checked?.fixed ?? 0;
      if (checked) reports.push(checked.report);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      // A search meets many files; one that holds no text was never meant.
      if (error.binary && file.by !== 'named') continue;
      complaints.push(`${shown(file.path, runtime)}: ${error.message}`);
    }
  }
  complaints.push(...workspaces.problems);
  const report: CheckReport = { version: 1, files: reports, summary: summaryOf(reports) };
  if (format === 'json') runtime.out(formatJson(report));
  else runtime.out(formatText(report, { color: runtime.color, fixed, fixing: classes !== undefined }));
  for (const line of complaints) runtime.err(`sqs-kms-policy: ${line}\n`);
  if (complaints.length > 0) return WRONG_USAGE;
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  return reports.some((file) => file.policies.some((policy) => policy.findings.some((finding) => failing.includes(finding.severity)))) ? FINDINGS : CLEAN;
}

interface FileOptions {
  readonly runtime: CommandRuntime;
  readonly workspaces: Workspaces;
  readonly kind: PolicyKind | undefined;
  readonly classes: ReadonlySet<FixClass> | undefined;
  readonly complain: (line: string) => void;
}

/** Undefined for a file that a search looked into and that holds no policy. Throws a `ReadError`. */
function checkFile(found: FoundFile, options: FileOptions): { readonly report: FileReport; readonly fixed: number } | undefined {
  const { runtime } = options;
  const file = found.path === '-' ? runtime.readInput() : runtime.read(found.path);
  const path = shown(found.path, runtime);
  if (found.by === 'search' && !MENTIONS.test(file.text)) return undefined;
  const { workspace, path: configuredPath } = options.workspaces.for(found.path);
  const kind = options.kind ?? workspace.kindOf(configuredPath);
  const onError = (rule: RuleMeta, error: unknown): void => options.complain(`${path}: the rule ${rule.id} failed: ${error instanceof Error ? error.message : String(error)}`);
  const run = (text: string): PolicyReport[] => {
    const document = findPolicies(text, { name: path, kind, account: workspace.account });
    if (document.policies.length > 0 || found.by !== 'named') return validate(document, workspace, facts, onError);
    if (document.tree.faults.some((fault) => fault.code === 'too-large')) throw new ReadError('it is too large to be read');
    return reportBroken(document, path, (broken) => validate(broken, workspace, facts, onError));
  };
  let text = file.text;
  let fixed = 0;
  if (options.classes) {
    const result = fixAll(text, options.classes, run);
    if (result.applied > 0) {
      save(found.path, { ...file, text: result.text }, runtime);
      text = result.text;
      fixed = result.applied;
    }
  }
  const reports = run(text);
  if (reports.length === 0 && found.by === 'search') return undefined;
  return { report: fileReport(path, text, reports), fixed };
}

function save(path: string, file: FileText, runtime: CommandRuntime): void {
  if (!file.exact) throw new ReadError('it is not valid UTF-8, so it is not written; save it as UTF-8 first');
  runtime.write(path, file);
}

function shown(path: string, runtime: CommandRuntime): string {
  return path === '-' ? '-' : runtime.relative(path);
}
