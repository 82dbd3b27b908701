/** Which services and kinds of policy are meant at a place. A policy that is just being typed does not say yet. */
import type { ServiceName } from '../../aws';
import type { PolicySite } from '../../documents';
import type { Policy, PolicyKind, Statement } from '../../policy';

export interface Scope {
  readonly services: readonly ServiceName[];
  /** The kinds whose statements are offered. */
  readonly kinds: readonly PolicyKind[];
}

/** Undefined: another kind of policy, which is not ours to complete. */
export function scopeOf({ kind, policy }: PolicySite): Scope | undefined {
  if (kind === 'queue' || kind === 'dead-letter-queue') return { services: ['sqs'], kinds: [kind] };
  if (kind === 'key') return { services: ['kms'], kinds: [kind] };
  // Without a Principal it counts as an identity policy; while a statement lacks something, the Principal may be what comes next.
  if (kind === 'resource-control' || (kind === 'identity' && !isBeingTyped(policy))) return undefined;
  const named = new Set(policy.statements.flatMap((s) => [s.action, s.notAction]).flatMap((list) => (list?.values ?? []).flatMap((v) => /^([a-z0-9-]+):/i.exec(v.text)?.[1]?.toLowerCase() ?? [])));
  if ([...named].some((service) => service !== 'sqs' && service !== 'kms')) return undefined;
  const services = (['sqs', 'kms'] as const).filter((service) => named.size === 0 || named.has(service));
  return { services, kinds: services.map((service) => (service === 'sqs' ? 'queue' : 'key')) };
}

function isBeingTyped(policy: Policy): boolean {
  return policy.open || policy.statements.length === 0 || policy.statements.some(isIncomplete);
}

function isIncomplete(statement: Statement): boolean {
  return !statement.effect?.value || !(statement.action ?? statement.notAction)?.values.length || !(statement.resource ?? statement.notResource)?.values.length;
}
