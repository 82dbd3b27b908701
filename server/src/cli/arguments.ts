/** Splits arguments into flags and operands, and says which one is wrong and what was probably meant. */
import { nearest } from '../aws';
import { UsageError } from './runtime';

/** `none`: no value. `optional`: `--fix` or `--fix=repair`. `one`: the last wins. `many`: all are kept. */
export type FlagKind = 'none' | 'optional' | 'one' | 'many';

export interface Arguments {
  readonly operands: readonly string[];
  /** By name, without the dashes. A flag without a value has the empty string. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

/** `--name value`, `--name=value`; after `--` everything is an operand, and so is `-` alone. */
export function parseArguments(args: readonly string[], known: Readonly<Record<string, FlagKind>>): Arguments {
  const operands: string[] = [];
  const flags = new Map<string, string[]>();
  const short = new Map([['-h', '--help'], ['-v', '--version']]);
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (arg === '-' || !arg.startsWith('-')) {
      operands.push(arg);
      continue;
    }
    const [, name = '', given] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(short.get(arg) ?? arg) ?? [];
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!kind) throw new UsageError(unknownFlag(arg, Object.keys(known)));
    if (kind === 'none' && given !== undefined) throw new UsageError(`--${name} takes no value`);
    let value = given ?? '';
    if ((kind === 'one' || kind === 'many') && given === undefined) {
      const next = args[i + 1];
      if (next === undefined || (next.startsWith('--') && next !== '--')) throw new UsageError(`--${name} needs a value`);
      value = next;
      i++;
    }
    flags.set(name, kind === 'many' ? [...(flags.get(name) ?? []), value] : [value]);
  }
  return { operands, flags };
}

function unknownFlag(arg: string, known: readonly string[]): string {
  const written = arg.replace(/=.*/s, '');
  const near = nearest(written, known.map((name) => `--${name}`), 3);
  return `there is no option ${written}${near ? `; did you mean ${near}?` : ''}`;
}

/** The flag's value, if it is one of those allowed. */
export function choice<T extends string>(args: Arguments, name: string, allowed: readonly T[]): T | undefined {
  const value = args.flags.get(name)?.at(-1);
  if (value === undefined) return undefined;
  const found = allowed.find((a) => a === value);
  if (found === undefined) throw new UsageError(`--${name} is one of ${allowed.filter((a) => a !== '').join(', ')}, not ${JSON.stringify(value)}`);
  return found;
}

/** The name among the candidates that was probably meant, as the tail of a message. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates, 3);
  return near ? `; did you mean ${near}?` : candidates.length <= 12 ? `; there are: ${candidates.join(', ')}` : '';
}
