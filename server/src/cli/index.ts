/**
 * The command: arguments in, an exit code out. Everything it touches comes through the runtime.
 *
 *   check.ts       <- discover.ts (operands -> files), workspaces.ts (file -> configuration), report.ts, formats/
 *   explain.ts     a rule's page
 *   newPolicy.ts   a whole policy
 *   access.ts      who gets in;  simulate.ts: one request;  diff.ts: two versions   <- policyFile.ts, witness.ts
 *   arguments.ts   flags and operands;  help.ts
 *   lines.ts       everything that is printed
 *   runtime.ts     what the platform gives; exit codes
 */
import { access } from './access';
import { check } from './check';
import { diff } from './diff';
import { didYouMean } from './arguments';
import { explain } from './explain';
import { helpText } from './help';
import { complain, print } from './lines';
import { printNewPolicy } from './newPolicy';
import { simulate } from './simulate';
import { CLEAN, UsageError, WRONG_USAGE, type CommandRuntime, type ExitCode } from './runtime';

export * from './runtime';
export type { CheckReport } from './report';

const COMMANDS: Readonly<Record<string, (args: readonly string[], runtime: CommandRuntime) => ExitCode>> = { check, explain, new: printNewPolicy, access, simulate, diff };

/** Runs `sqs-kms-policy ARGS`. Wrong usage is told in one line on standard error; standard output stays empty then. */
export function runCommand(args: readonly string[], runtime: CommandRuntime): ExitCode {
  const [name, ...rest] = args;
  const before = (flag: string): boolean => args.slice(0, args.includes('--') ? args.indexOf('--') : undefined).includes(flag);
  if (before('--help') || before('-h') || name === 'help') {
    print(runtime, helpText().trimEnd().split('\n'));
    return CLEAN;
  }
  if (name === '--version' || name === '-v') {
    print(runtime, [runtime.version]);
    return CLEAN;
  }
  try {
    const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new UsageError(name === undefined ? 'a command is missing: check, explain, new, access, simulate or diff' : `there is no command ${JSON.stringify(name)}${didYouMean(name, Object.keys(COMMANDS))}`);
    return command(rest, runtime);
  } catch (error) {
    if (error instanceof UsageError) complain(runtime, [`${error.message} (--help lists all)`]);
    else complain(runtime, ['this is a fault of the program; please report it with these lines:', ...(error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n')]);
    return WRONG_USAGE;
  }
}
