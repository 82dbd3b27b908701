/**
 * Everything that the command prints goes through here: a line stays one line, whatever a policy, a file's name or an argument has in it, tells the
 * terminal nothing, and is no command to the runner of a CI job.
 */
import { printable } from '../syntax';
import type { CommandRuntime } from './runtime';

const STYLES = { error: 31, warning: 33, information: 36, hint: 2, path: 1, rule: 2, good: 32 } as const;
export type Style = keyof typeof STYLES;

export interface Styled {
  readonly style: Style;
  readonly text: string;
}

export type Line = string | readonly (string | Styled)[];

/** To standard output. */
export function print(runtime: CommandRuntime, lines: readonly Line[]): void {
  runtime.out(printed(lines, runtime.color));
}

/** To standard output, as JSON. */
export function printJson(runtime: CommandRuntime, value: unknown): void {
  runtime.out(printed(JSON.stringify(value, null, 2).split('\n')));
}

/** To standard error, each line as one of this program. What it quotes may be of any length. */
export function complain(runtime: CommandRuntime, lines: readonly string[]): void {
  runtime.err(printed(lines.map((line) => `sqs-kms-policy: ${line.length > 1_000 ? `${line.slice(0, 600)}…${line.slice(-300)}` : line}`)));
}

/** The lines as one text, each with its end. */
export function printed(lines: readonly Line[], color = false): string {
  return lines.map((line) => `${(typeof line === 'string' ? [line] : line).map((piece, i) => written(piece, i === 0, color)).join('')}\n`).join('');
}

function written(piece: string | Styled, first: boolean, color: boolean): string {
  const { style, text } = typeof piece === 'string' ? { style: undefined, text: piece } : piece;
  const harmless = withoutCommands(printable(text), first);
  return color && style !== undefined ? `\u001B[${STYLES[style]}m${harmless}\u001B[0m` : harmless;
}

/**
 * GitHub's runner takes a line that begins with `::` for a command, and its older form `##[` anywhere; Azure's takes `##vso[`. An escape of JSON says
 * the same to a person, and to a reader of JSON.
 */
function withoutCommands(text: string, first: boolean): string {
  const whole = text.replace(/##(?=\w*\[)/g, '#\\u0023');
  return first ? whole.replace(/^(\s*):(?=:)/, '$1\\u003a') : whole;
}
