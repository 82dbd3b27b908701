/** `new`: prints a whole least-privilege policy, with placeholders for what was not given. */
import { findParameter, newPolicy, parameters, type NewPolicyKind, type Values } from '../recipes';
import { printJson } from '../syntax';
import { didYouMean, parseArguments } from './arguments';
import { complain, print } from './lines';
import { CLEAN, UsageError, type CommandRuntime, type ExitCode } from './runtime';

const KINDS: readonly NewPolicyKind[] = ['queue', 'dead-letter-queue', 'key'];

export function printNewPolicy(args: readonly string[], runtime: CommandRuntime): ExitCode {
  const { operands, flags } = parseArguments(args, { set: 'many' });
  const kind = KINDS.find((k) => k === operands[0]);
  if (!kind) throw new UsageError(operands[0] === undefined ? `new needs a kind: ${KINDS.join(', ')}` : `there is no kind ${JSON.stringify(operands[0])}${didYouMean(operands[0], KINDS)}`);
  if (operands.length > 1) throw new UsageError(`new takes one kind; ${JSON.stringify(operands[1])} is one too many (values are given as --set name=value)`);
  const { policy, missing } = newPolicy(kind, readValues(flags.get('set') ?? []));
  print(runtime, printJson(policy).split('\n'));
  if (missing.length > 0) {
    const names = missing.map((name) => `${name} (${findParameter(name)!.placeholder})`);
    complain(runtime, [`still to be filled in: ${names.join(', ')}; give them as --set name=value`]);
  }
  return CLEAN;
}

function readValues(settings: readonly string[]): Values {
  const values: Record<string, string | string[]> = Object.create(null);
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    if (equals < 1) throw new UsageError(`--set takes name=value, not ${JSON.stringify(setting)}`);
    const name = setting.slice(0, equals);
    const value = setting.slice(equals + 1).trim();
    const parameter = findParameter(name);
    if (!parameter) throw new UsageError(`--set: there is no value ${JSON.stringify(name)}${didYouMean(name, parameters.map((p) => p.name))}`);
    if (!parameter.pattern.test(value)) throw new UsageError(`--set ${name}: ${JSON.stringify(value)} does not look like one; for example ${parameter.example}`);
    const before = values[name];
    if (!parameter.repeatable && before !== undefined) throw new UsageError(`--set ${name} is given twice`);
    values[name] = parameter.repeatable ? [...(before ?? []), value] : value;
  }
  return values;
}
