/** `check`: finds the policies in files, folders and globs, validates them, mends them if asked, prints what is left. */
import type { FixClass, Severity } from '../rules/rule';
import { createPolicyLanguageService, type PolicyLanguageService, type PolicyReport } from '../service';
import { kinds, profiles } from '../service/configuration';
import { fixAll } from '../service/fixAll';
import { choice, parseArguments } from './arguments';
import { reportBroken } from './brokenDocument';
import { ConfigurationFindings } from './configurationFindings';
import { discover, type FoundFile } from './discover';
import { formatText } from './formats/text';
import { complain, print, printJson } from './lines';
import { refuseUnread } from './policyFile';
import { fileReport, summaryOf, type CheckReport, type FileReport } from './report';
import { CLEAN, FINDINGS, ReadError, UsageError, WRONG_USAGE, type CommandRuntime, type ExitCode, type FileText } from './runtime';
import { Workspaces } from './workspaces';

const FLAGS = { format: 'one', profile: 'one', config: 'one', account: 'one', kind: 'one', fix: 'optional', 'fail-on': 'one' } as const;
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
/** What most files that hold no policy lack; cheaper than reading them. Letters of a key may be written as escapes. */
const MENTIONS = /statement|effect|"version|polic|\\u00/i;
/** What a policy of a queue or a key has in any syntax. */
const NAMES_SERVICE = /\b(?:sqs|kms):|AWS::(?:SQS|KMS)::|aws_(?:sqs|kms)_/i;

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

  const workspaces = new Workspaces(runtime, { profile, account, config, kind });
  const { files, failures } = discover(operands, runtime);
  const complaints = [...failures];
  const notes: string[] = [];
  const reports: FileReport[] = [];
  const configurations = new ConfigurationFindings();
  let fixed = 0;
  let current = '';
  const service = createPolicyLanguageService({ onRuleError: (rule, thrown) => complaints.push(`${current}: the rule ${rule.id} failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`) });
  for (const file of files) {
    current = shown(file.path, runtime);
    try {
      const checked = checkFile(file, { runtime, workspaces, service, classes, configurations });
      fixed += checked?.fixed ?? 0;
      if (checked) reports.push(checked.report);
      if (checked?.unwritten !== undefined) complaints.push(`${current}: ${checked.unwritten}`);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      // A search meets many files; one that holds no text was never meant.
      if (error.foreign === undefined || file.by === 'named') complaints.push(`${current}: ${error.message}`);
      else if (error.foreign === 'other-syntax') notes.push(`${current}: ${error.message}`);
    }
  }
  complaints.push(...workspaces.problems);
  const configuration = configurations.reports((path) => shown(path, runtime));
  const report: CheckReport = { version: 1, files: reports, ...(configuration.length > 0 && { configuration }), summary: summaryOf(reports, configuration) };
  if (format === 'json') printJson(runtime, report);
  else print(runtime, formatText(report, { fixed, fixing: classes !== undefined }));
  complain(runtime, [...notes, ...complaints]);
  if (complaints.length > 0) return WRONG_USAGE;
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const holders = [...reports.flatMap((file) => file.policies), ...configuration];
  return holders.some(({ findings }) => findings.some((finding) => failing.includes(finding.severity))) ? FINDINGS : CLEAN;
}

interface FileOptions {
  readonly runtime: CommandRuntime;
  readonly workspaces: Workspaces;
  readonly service: PolicyLanguageService;
  readonly classes: ReadonlySet<FixClass> | undefined;
  readonly configurations: ConfigurationFindings;
}

interface CheckedFile {
  readonly report: FileReport;
  readonly fixed: number;
  /** Why the fixes were not written; the report is then of the text as it is. */
  readonly unwritten?: string;
}

/** Undefined for a file that a search looked into and that holds no policy. Throws a `ReadError`. */
function checkFile(found: FoundFile, { runtime, workspaces, service, classes, configurations }: FileOptions): CheckedFile | undefined {
  const file = found.path === '-' ? runtime.readInput() : runtime.read(found.path);
  if (found.by === 'search' && !MENTIONS.test(file.text)) return undefined;
  const { workspace, path, configuration } = workspaces.for(found.path);
  const run = (text: string): PolicyReport[] => {
    const document = service.read(text, path, workspace);
    // What a search meets and cannot read is worth a word only where it may be a policy.
    if (found.by === 'named' || (document.otherSyntax === undefined ? /statement/i.test(text) && /effect/i.test(text) : NAMES_SERVICE.test(text))) refuseUnread(document);
    if (document.policies.length > 0 || found.by !== 'named') return service.validate(document, workspace);
    return reportBroken(document, path, (broken) => service.validate(broken, workspace));
  };
  const fixed = classes ? fixAll(file.text, classes, run) : { text: file.text, applied: 0 };
  const unwritten = fixed.applied > 0 ? save(found, { ...file, text: fixed.text }, runtime) : undefined;
  const text = unwritten === undefined ? fixed.text : file.text;
  const reports = run(text);
  configurations.add(configuration, path, reports);
  if (reports.length === 0 && found.by === 'search') return undefined;
  return { report: fileReport(shown(found.path, runtime), text, reports), fixed: unwritten === undefined ? fixed.applied : 0, ...(unwritten !== undefined && { unwritten }) };
}

/** Returns why it could not be written. */
function save({ path, within }: FoundFile, file: FileText, runtime: CommandRuntime): string | undefined {
  if (!file.exact) return 'it is not valid UTF-8, so the fixes are not written; save it as UTF-8 first';
  try {
    runtime.write(path, file, within);
    return undefined;
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return `the fixes are not written: ${error.message}`;
  }
}

function shown(path: string, runtime: CommandRuntime): string {
  return path === '-' ? '-' : runtime.relative(path);
}
