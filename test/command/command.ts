/** Runs the bundled command, as a user does, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CheckReport } from '../../server/src/cli';

const launcher = resolve('server/bin/sqs-kms-policy.js');

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'sqs-kms-policy-'));

  write(name: string, content: string | Buffer): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), content);
  }

  bytes(name: string): Buffer {
    return readFileSync(join(this.path, name));
  }

  read(name: string): string {
    return this.bytes(name).toString('utf8');
  }

  run(args: readonly string[], options: { cwd?: string; input?: string } = {}): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], { cwd: join(this.path, options.cwd ?? ''), input: options.input ?? '', encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, FORCE_COLOR: '' } });
    return { code: status, out: stdout, err: stderr };
  }

  /** The report of `check --format json`. */
  check(...args: string[]): { code: number | null; err: string; report: CheckReport } {
    const { code, out, err } = this.run(['check', '--format', 'json', ...args]);
    return { code, err, report: JSON.parse(out) as CheckReport };
  }
}

/** A folder with these files, gone after the test. */
export function folder(files: Readonly<Record<string, string | Buffer>> = {}): Folder {
  const made = new Folder();
  onTestFinished(() => rmSync(made.path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) made.write(name, content);
  return made;
}

const queue = 'arn:aws:sqs:eu-west-1:111122223333:orders';
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
export const policy = (...statements: unknown[]): unknown => ({ Version: '2012-10-17', Statement: statements });

/** Nothing at or above information in either profile. */
export const cleanIdentity = json({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue }] });
/** A warning: no source condition. */
export const snsStatement = { Sid: 'Sns', Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: queue };
/** An error: anybody may send. */
export const publicStatement = { Sid: 'Anybody', Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queue };
export const warning = json(policy(snsStatement));
export const error = json(policy(publicStatement));
