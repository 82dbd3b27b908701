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
  return lines.map((line) => `${harmless((typeof line === 'string' ? [line] : line).map((piece) => written(piece, color)).join(''))}\n`).join('');
}

function written(piece: string | Styled, color: boolean): string {
  if (typeof piece === 'string') return printable(piece);
  const text = printable(piece.text);
  return color ? `\u001B[${STYLES[piece.style]}m${text}\u001B[0m` : text;
}

/**
 * GitHub's runner takes a line that begins with `::` for a command, and its older form `##[` anywhere; Azure's takes `##vso[`. An escape of JSON says
 * the same to a person, and to a reader of JSON.
 */
function harmless(line: string): string {
  return line.replace(/##(?=\w*\[)/g, '#\\u0023').replace(/^((?:\s|\u001B\[\d+m)*):(?=:)/, '$1\\u003a');
}
