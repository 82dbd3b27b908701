/** What a policy belongs to, decided in this order: configuration, the host's construct, content, name. The reason is shown to the user. */
import type { Policy, PolicyKind, Statement, Value } from './model';
import { typeOf } from './value';

export interface KindHints {
  /** From the configuration or the command line. */
  readonly configured?: PolicyKind;
  /** What the host's construct makes it: a QueuePolicy, a Key, the Policy attribute of a queue. */
  readonly host?: { readonly kind: 'queue' | 'key'; readonly reason: string };
  /** The host's own evidence for a dead-letter queue (a redrive reference). */
  readonly deadLetter?: string;
  /** The file's name, or the construct's. */
  readonly name?: string;
}

export interface KindVerdict {
  readonly kind: PolicyKind;
  readonly reason: string;
  /** It may be another kind: half of its actions or more are of other services, or some of the neighbour's, and no Resource settles it. */
  readonly guessed: boolean;
}

export function kindOf(policy: Policy, hints: KindHints = {}): KindVerdict {
  const verdict = decide(policy, hints);
  return { ...verdict, guessed: !hints.configured && !hints.host && isMixed(policy, verdict.kind) };
}

function isMixed(policy: Policy, kind: PolicyKind): boolean {
  if (kind !== 'key' && kind !== 'queue' && kind !== 'dead-letter-queue') return false;
  const [service, neighbour] = kind === 'key' ? (['kms', 'sqs'] as const) : (['sqs', 'kms'] as const);
  if (resourceService(policy) === service) return false;
  const others = actionsIn(policy).filter(({ text }) => /^[a-z0-9-]+[:.]/i.test(text)).length - shareOf(policy, service);
  return (others > 0 && others >= shareOf(policy, service)) || shareOf(policy, neighbour) > 0;
}

function decide(policy: Policy, hints: KindHints): Omit<KindVerdict, 'guessed'> {
  if (hints.configured) return { kind: hints.configured, reason: 'from the configuration' };
  if (hints.host) return hints.host.kind === 'queue' ? queueKind(policy, hints, hints.host.reason) : { kind: 'key', reason: hints.host.reason };
  const services = servicesOf(policy);
  const named = policy.statements.some((s) => s.principal || s.notPrincipal || s.members.some((m) => /^(not)?princip/i.test(m.key.value)));
  if (!named && policy.statements.length > 0 && !policy.open) {
    // A third of the files named sqs-policy.json are identity policies.
    return { kind: 'identity', reason: 'no statement has a Principal' };
  }
  const denies = policy.statements.length > 0 && policy.statements.every((s) => s.effect?.value?.text === 'Deny' && isEverybody(s));
  if (denies && services.size > 1) return { kind: 'resource-control', reason: 'it only denies, to everybody, over several services' };
  const resource = resourceService(policy);
  if (resource === 'other') return { kind: 'other', reason: "Resource is another service's" };
  if (services.has('sqs') && !services.has('kms')) return queueKind(policy, hints, 'its actions are those of SQS');
  if (services.has('kms') && !services.has('sqs')) return { kind: 'key', reason: 'its actions are those of KMS' };
  if (resource === 'sqs') return queueKind(policy, hints, 'Resource is a queue');
  if (resource === 'kms') return { kind: 'key', reason: 'Resource is a key' };
  // As the consoles of SQS and KMS write it.
  const both = services.has('sqs') && services.has('kms');
  const id = services.size === 0 || both ? (policy.id?.value?.text ?? '') : '';
  if (/^arn:[^:]*:sqs:|^__default_policy_ID$/.test(id)) return queueKind(policy, hints, `its Id ${id}`);
  if (/^key-(default|consolepolicy)-?\d*$/.test(id)) return { kind: 'key', reason: `its Id ${id}` };
  const name = hints.name?.toLowerCase() ?? '';
  if (services.size === 0 || both) {
    if (/sqs|queue|dlq|dead.?letter/.test(name)) return queueKind(policy, hints, `the name ${hints.name}`);
    if (/kms|key/.test(name)) return { kind: 'key', reason: `the name ${hints.name}` };
  }
  if (!named) return { kind: 'identity', reason: 'no statement has a Principal' };
  // A stray action does not make a key policy a queue policy.
  if (both && shareOf(policy, 'kms') > shareOf(policy, 'sqs')) return { kind: 'key', reason: 'most of its actions are those of KMS' };
  if (services.has('sqs')) return queueKind(policy, hints, 'it names actions of SQS');
  return { kind: 'other', reason: services.size > 0 ? `its actions are those of ${[...services].slice(0, 3).join(', ')}` : 'it names no action of SQS or KMS' };
}

function queueKind(policy: Policy, hints: KindHints, reason: string): Omit<KindVerdict, 'guessed'> {
  if (hints.deadLetter) return { kind: 'dead-letter-queue', reason: `${reason}; ${hints.deadLetter}` };
  if (policy.statements.some(deniesSendingUnlessSqs)) return { kind: 'dead-letter-queue', reason: `${reason}; only queues may send to it` };
  const name = hints.name ?? '';
  if (/dlq|dead.?letter/i.test(name)) return { kind: 'dead-letter-queue', reason: `${reason}; the name ${name}` };
  let seen: string | undefined;
  for (const statement of policy.statements)
    for (const value of statement.resource?.values ?? []) {
      // Statements mostly name the same queue.
      if (value.text === seen) continue;
      seen = value.text;
      const queue = value.text.split(':')[5];
      if (queue && /dlq|dead.?letter/i.test(queue)) return { kind: 'dead-letter-queue', reason: `${reason}; the queue's name ${queue}` };
    }
  return { kind: 'queue', reason };
}

function deniesSendingUnlessSqs(statement: Statement): boolean {
  if (statement.effect?.value?.text !== 'Deny') return false;
  if (!statement.action?.values.some((v) => /^sqs:send/i.test(v.text))) return false;
  return (statement.condition?.tests ?? []).some(
    (t) => /^(Arn|String)Not/.test(t.operator.text) && t.key.text.toLowerCase() === 'aws:sourcearn' && t.list.values.length > 0 && t.list.values.every(isQueueArn),
  );
}

function isQueueArn(value: Value): boolean {
  const type = typeOf(value);
  return type ? type.is === 'arn' && type.service === 'sqs' : /^arn:[^:]*:sqs:/.test(value.text);
}

function isEverybody(statement: Statement): boolean {
  return [...(statement.principal?.bare?.values ?? []), ...(statement.principal?.entries.flatMap((e) => e.list.values) ?? [])].some((v) => v.text === '*');
}

/** Service prefixes of the actions, lower case. `*` alone belongs to none. */
function servicesOf(policy: Policy): Set<string> {
  const services = new Set<string>();
  for (const statement of policy.statements)
    for (const list of [statement.action, statement.notAction])
      for (const { text } of list?.values ?? []) {
        if (text.startsWith('sqs:')) services.add('sqs');
        else if (text.startsWith('kms:')) services.add('kms');
        else {
          const prefix = /^([a-z0-9-]+)[:.]/i.exec(text)?.[1]?.toLowerCase();
          if (prefix) services.add(prefix);
        }
      }
  return services;
}

/** How many of its actions are of the service. */
function shareOf(policy: Policy, service: string): number {
  return actionsIn(policy).filter(({ text }) => new RegExp(`(^|:)${service}:`, 'i').test(text)).length;
}

function actionsIn({ statements }: Policy): readonly Value[] {
  return statements.flatMap(({ action, notAction }) => [...(action?.values ?? []), ...(notAction?.values ?? [])]);
}

function resourceService(policy: Policy): 'sqs' | 'kms' | 'other' | undefined {
  const services = new Set<string>();
  let seen: string | undefined;
  for (const statement of policy.statements)
    for (const value of statement.resource?.values ?? []) {
      if (value.text === seen) continue;
      seen = value.text;
      const service = /^arn:[^:]*:([a-z0-9-]+):/i.exec(value.text)?.[1]?.toLowerCase();
      if (service) services.add(service);
    }
  if (services.has('sqs')) return 'sqs';
  if (services.has('kms')) return 'kms';
  const actions = servicesOf(policy);
  // A foreign Resource makes it another service's policy only if one of its actions is too: otherwise the Resource is a mistake to report.
  return [...services].some((a) => actions.has(a)) ? 'other' : undefined;
}
