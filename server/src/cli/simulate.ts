/** `simulate`: one request against one policy, and what each statement says to it. */
import { circumstancesOf, contextOf, explain, type AccessAnswer, type Caller, type StatementVerdict } from '../access';
import { facts } from '../aws';
import { kinds } from '../service/configuration';
import { choice, didYouMean, parseArguments } from './arguments';
import { complain, print, printJson } from './lines';
import { accountGiven, onePolicy, readPolicyFile, type PolicyFile } from './policyFile';
import { CLEAN, ReadError, UsageError, WRONG_USAGE, type CommandRuntime, type ExitCode } from './runtime';
import { Workspaces } from './workspaces';

const FLAGS = { action: 'one', principal: 'one', context: 'many', resource: 'one', policy: 'one', account: 'one', kind: 'one', config: 'one', format: 'one' } as const;

export function simulate(args: readonly string[], runtime: CommandRuntime): ExitCode {
  const parsed = parseArguments(args, FLAGS);
  const { operands, flags } = parsed;
  const one = (name: keyof typeof FLAGS): string | undefined => flags.get(name)?.at(-1);
  const format = choice(parsed, 'format', ['text', 'json']) ?? 'text';
  const [path] = operands;
  if (path === undefined || operands.length > 1) throw new UsageError('simulate takes one file');
  const action = actionNamed(one('action'));
  const extra = contextGiven(flags.get('context') ?? [], runtime);
  const caller = withRole(callerNamed(one('principal')), extra);
  const [account] = accountGiven('account', flags.get('account'));

  const workspaces = new Workspaces(runtime, { account, kind: choice(parsed, 'kind', kinds), config: one('config') });
  let file: PolicyFile;
  try {
    file = readPolicyFile(path, runtime, workspaces);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    complain(runtime, [`${path}: ${error.message}`]);
    return WRONG_USAGE;
  }
  const site = onePolicy(file, one('policy'));
  complain(runtime, workspaces.problems);

  const resource = one('resource');
  const answer = explain(site.policy, { action, caller, ...(resource !== undefined && { resource }), context: contextOf(caller, { ...sourceAccount(caller, extra), ...extra }) }, circumstancesOf(site.kind, site.owner, site.own));
  if (format === 'json') printJson(runtime, toJson(answer));
  else print(runtime, toText(answer));
  return CLEAN;
}

function actionNamed(text: string | undefined): string {
  if (text === undefined) throw new UsageError('simulate needs --action, for example sqs:SendMessage');
  if (/[*?]/.test(text)) throw new UsageError(`--action is one action, without wildcards, not ${JSON.stringify(text)}`);
  const found = facts.findAction(text);
  if (found) return found.name;
  const names = facts.allActions.map((a) => a.name);
  // A name without its service is one of few.
  const [whole] = text.includes(':') ? [] : names.filter((name) => name.toLowerCase().endsWith(`:${text.toLowerCase()}`));
  throw new UsageError(`--action: there is no action ${JSON.stringify(text)}${whole ? `; did you mean ${whole}?` : didYouMean(text, names)}`);
}

function callerNamed(text: string | undefined): Caller {
  if (text === undefined) throw new UsageError('simulate needs --principal: an ARN, an account id, a service like sns.amazonaws.com, or anonymous');
  if (text === 'anonymous') return { kind: 'anonymous' };
  if (/^\d{12}$/.test(text)) return { kind: 'principal', arn: `arn:aws:iam::${text}:root`, account: text };
  const [, , service, account, resource] = /^arn:([^:]+):(iam|sts)::(\d{12}):(.+)$/.exec(text) ?? [];
  if (account !== undefined && !/[*?]/.test(text)) {
    const role = service === 'sts' ? /^assumed-role\/([^/]+)\/[^/]+$/.exec(resource!)?.[1] : undefined;
    if (service === 'sts' ? role !== undefined || resource!.startsWith('federated-user/') : /^(root|user\/.+|role\/.+)$/.test(resource!)) return { kind: 'principal', arn: text, account };
  }
  if (facts.findServicePrincipal(text) ?? /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(text)) return { kind: 'service', name: text };
  throw new UsageError(`--principal is the ARN of a role, user, session or account, an account id, a service like sns.amazonaws.com, or anonymous, not ${JSON.stringify(text)}`);
}

/** The path of a session's role is known where aws:PrincipalArn is given. */
function withRole(caller: Caller, context: Readonly<Record<string, readonly string[]>>): Caller {
  const roleArn = context['aws:principalarn']?.[0];
  return caller.kind === 'principal' && roleArn !== undefined && caller.arn.includes(':assumed-role/') ? { ...caller, roleArn } : caller;
}

/** A key that is given twice has two values. */
function contextGiven(settings: readonly string[], runtime: CommandRuntime): Record<string, readonly string[]> {
  const context: Record<string, string[]> = Object.create(null);
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    if (equals < 1) throw new UsageError(`--context takes key=value, not ${JSON.stringify(setting)}`);
    const key = setting.slice(0, equals).trim();
    const known = facts.findConditionKey(key);
    if (!known) complain(runtime, [`--context: ${JSON.stringify(key)} is no known condition key${didYouMean(key, facts.conditionKeys().map((k) => k.name))}; taken as it is`]);
    (context[key.toLowerCase()] ??= []).push(setting.slice(equals + 1));
  }
  return context;
}

/** A service that says for which resource it calls also says for which account. */
function sourceAccount(caller: Caller, extra: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> {
  const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(extra['aws:sourcearn']?.[0] ?? '')?.[1];
  const fact = caller.kind === 'service' ? facts.findServicePrincipal(caller.name)?.fact : undefined;
  const sends = [fact?.sender?.onQueue, fact?.sender?.onKey, fact?.keyUser].some((source) => source?.sendsSourceAccount === true);
  return account !== undefined && sends ? { 'aws:sourceaccount': [account] } : {};
}

function toJson({ decision, identityPolicy, statements }: AccessAnswer): object {
  return {
    version: 1,
    decision,
    identityPolicy,
    statements: statements.map(({ statement, matched, because }) => ({ index: statement.index, sid: statement.sid?.value?.text ?? null, effect: statement.effect?.value?.text ?? null, matched: matched.is, because })),
  };
}

const IDENTITY = {
  irrelevant: 'No IAM policy of the caller changes that.',
  alsoNeeded: 'An IAM policy of the caller’s own account must allow it as well.',
  couldAllow: 'An IAM policy of the caller could allow it.',
} as const;

function toText({ decision, identityPolicy, statements }: AccessAnswer): string[] {
  const matching = (effect: string, is: string): string => statements.filter((v) => v.statement.effect?.value?.text === effect && v.matched.is === is).map(nameOf).join(', ');
  const holes = [...new Set(statements.flatMap(({ matched }) => (matched.is === 'depends' ? matched.on.map((hole) => hole.label) : [])))];
  const first = {
    allowed: `Allowed by ${matching('Allow', 'yes')}.`,
    'explicit-deny': `Denied by ${matching('Deny', 'yes')}.`,
    'implicit-deny': matching('Allow', 'yes') === '' ? 'Not allowed: no statement allows it, and none denies it.' : `Not by this policy alone: ${matching('Allow', 'yes')} leaves it to the IAM policies of the account.`,
    depends: `Depends on ${holes.join(', ') || 'what is still to be filled in'}.`,
  }[decision];
  const lines = statements.map((v) => `  ${nameOf(v)}, ${v.statement.effect?.value?.text ?? 'no effect'}: ${v.matched.is === 'yes' ? 'matches' : v.matched.is === 'no' ? `does not match (${v.because})` : `depends (${v.because})`}`);
  return [first, IDENTITY[identityPolicy], '', ...lines, '', 'Grants, service control policies and resource control policies are not seen.'];
}

function nameOf({ statement }: StatementVerdict): string {
  const sid = statement.sid?.value?.text;
  return `statement ${statement.index + 1}${sid ? ` (${sid})` : ''}`;
}
