/**
 * Callers as records: a choice of fields, of which everything that a policy can see is made. One account, one name, one unique id for all
 * that is said of a caller in a request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable (2026-11)
 */
export interface Principal {
  readonly kind: 'role' | 'user' | 'root' | 'federated';
  readonly partition: string;
  readonly account: string;
  /** Empty, or ends with a slash. */
  readonly path: string;
  readonly name: string;
  /** With its prefix. */
  readonly unique: string;
  readonly session: string;
}

/** A service for which the request says on whose behalf it calls, as far as it says so. */
export interface Service {
  readonly kind: 'service';
  readonly name: string;
}

export type Who = { readonly kind: 'anonymous' } | Service | Principal;

export const isPrincipal = (who: Who): who is Principal => who.kind !== 'anonymous' && who.kind !== 'service';

export const TYPES: Readonly<Record<Principal['kind'], string>> = { role: 'AssumedRole', user: 'User', root: 'Account', federated: 'FederatedUser' };

/** What `aws:PrincipalArn` holds: of a session the role's ARN with its path. */
export function principalArn({ kind, partition, account, path, name }: Principal): string {
  if (kind === 'root') return `arn:${partition}:iam::${account}:root`;
  if (kind === 'federated') return `arn:${partition}:sts::${account}:federated-user/${name}`;
  return `arn:${partition}:iam::${account}:${kind}/${path}${name}`;
}

export const sessionArn = ({ partition, account, name, session }: Principal): string => `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`;

export function userId({ kind, account, name, unique, session }: Principal): string {
  if (kind === 'root') return account;
  if (kind === 'federated') return `${account}:${name}`;
  return kind === 'user' ? unique : `${unique}:${session}`;
}

const NAME = String.raw`[\w+=,.@-]{1,64}`;
const PATH = String.raw`(?:[!-.0-~]+\/)*`;
const ARN = new RegExp(String.raw`^arn:([a-z-]+):iam::(\d{12}):(?:(root)|(role|user)\/(${PATH})(${NAME}))$`);
const STS = new RegExp(String.raw`^arn:([a-z-]+):sts::(\d{12}):(?:federated-user\/(${NAME})|assumed-role\/(${NAME})\/(${NAME}))$`);

/** The fields that an ARN of a caller tells; undefined where no caller has it. */
export function readArn(arn: string): Partial<Principal> | undefined {
  const iam = ARN.exec(arn);
  if (iam) return iam[3] ? { kind: 'root', partition: iam[1]!, account: iam[2]! } : { kind: iam[4] as 'role' | 'user', partition: iam[1]!, account: iam[2]!, path: iam[5]!, name: iam[6]! };
  const sts = STS.exec(arn);
  if (!sts) return undefined;
  return sts[3] ? { kind: 'federated', partition: sts[1]!, account: sts[2]!, name: sts[3] } : { kind: 'role', partition: sts[1]!, account: sts[2]!, name: sts[4]!, session: sts[5]! };
}

const UNIQUE = '[A-Z0-9]{16,124}';
export const isUniqueId = (text: string, kind: 'role' | 'user'): boolean => new RegExp(`^${kind === 'role' ? 'AROA' : 'AIDA'}${UNIQUE}$`).test(text);

/** The fields that a user id tells. */
export function readUserId(text: string): Partial<Principal> | undefined {
  const [first, second, more] = text.split(':');
  if (more !== undefined) return undefined;
  const isName = second !== undefined && new RegExp(`^${NAME}$`).test(second);
  if (isUniqueId(first!, 'role') && isName) return { kind: 'role', unique: first!, session: second };
  if (isUniqueId(first!, 'user') && second === undefined) return { kind: 'user', unique: first! };
  if (!/^\d{12}$/.test(first!)) return undefined;
  return second === undefined ? { kind: 'root', account: first! } : isName ? { kind: 'federated', account: first!, name: second } : undefined;
}
