/** The policies of one file, for the commands that reason about them. */
import { notReadYet, type PolicyDocument, type PolicySite } from '../documents';
import type { Memory } from '../policy';
import { createPolicyLanguageService, type Workspace } from '../service';
import { ReadError, UsageError, type CommandRuntime } from './runtime';
import type { Workspaces } from './workspaces';

export interface PolicyFile {
  /** As it was named. */
  readonly path: string;
  readonly document: PolicyDocument;
  readonly workspace: Workspace;
}

/** `-` is standard input; `memory`: that of the command's run, where it asks more than one thing. Throws a `ReadError`. */
export function readPolicyFile(path: string, runtime: CommandRuntime, workspaces: Workspaces, memory?: Memory): PolicyFile {
  const file = path === '-' ? path : runtime.resolve(path);
  const found = workspaces.for(file);
  const { text } = path === '-' ? runtime.readInput() : runtime.read(file);
  const document = createPolicyLanguageService({ memory }).read(text, found.path, found.workspace);
  refuseUnread(document);
  return { path, document, workspace: found.workspace };
}

/** Throws a `ReadError` where a document is not JSON, or larger than what is read. */
export function refuseUnread({ otherSyntax, tree }: PolicyDocument): void {
  if (otherSyntax !== undefined) throw new ReadError(notReadYet(otherSyntax), 'other-syntax');
  if (tree.faults.some((fault) => fault.code === 'too-large')) throw new ReadError('it is too large to be read');
}

/** The policies of queues and keys; others are not checked. */
export function checkedPolicies({ document }: PolicyFile): readonly PolicySite[] {
  return document.policies.filter(({ kind }) => kind === 'queue' || kind === 'dead-letter-queue' || kind === 'key');
}

/** The one policy that is meant: the only one, or the one at an address. */
export function onePolicy({ path, document: { policies } }: PolicyFile, address: string | undefined): PolicySite {
  const addresses = policies.map((site) => site.address);
  if (policies.length === 0) throw new UsageError(`${path} holds no policy`);
  if (policies.length > 1 && address === undefined) throw new UsageError(`${path} holds ${policies.length} policies; say which with --policy: ${addresses.join(', ')}`);
  const site = address === undefined ? policies[0] : policies.find((s) => s.address === address);
  if (!site) throw new UsageError(`${path} holds no policy at ${JSON.stringify(address)}; there are: ${addresses.join(', ')}`);
  return site;
}

/** Of an account, or undefined. */
export function accountGiven(flag: string, values: readonly string[] = []): readonly string[] {
  for (const value of values) if (!/^\d{12}$/.test(value)) throw new UsageError(`--${flag} is an account id of 12 digits, not ${JSON.stringify(value)}`);
  return values;
}
