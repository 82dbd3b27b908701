import { isNeighbour, type Facts, type ServiceName } from '../../aws';
import { hasHole, type Policy, type Statement, type Value } from '../../policy';
import { removeActions } from '../actionEdits';
import type { Fix, FixClass, Rule, RuleContext } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'no-foreign-action',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'warning', strict: 'warning' },
    fix: 'safe',
    scope: 'statement',
    summary: 'An action of another service: in this policy it never matches.',
    accessAnalyzer: ['UNSUPPORTED_ACTION_IN_POLICY'],
    yieldsTo: ['known-action'],
  },
  *check(policy, context) {
    const { kind, facts } = context;
    const [service, title] = kind === 'key' ? (['kms', 'key'] as const) : (['sqs', 'queue'] as const);
    for (const statement of policy.statements)
      for (const value of statement.action?.values ?? []) {
        const prefix = /^([A-Za-z0-9-]+):/.exec(value.text)?.[1]?.toLowerCase();
        if (prefix === undefined || prefix === service || hasHole(value)) continue;
        // A slip of the hand in the prefix is another rule's.
        if (!isNeighbour(prefix) && facts.nearest(prefix, [service], 1) && facts.nearest(value.text, facts.actions(service).map((a) => a.name))) continue;
        const meant = actionMeant(value.text, service, facts);
        yield {
          node: value.node,
          statement,
          message: meant
            ? `"${value.text}" never matches in a ${title} policy, which speaks of ${service} actions alone. Did you mean ${meant.name}?`
            : `${value.text} is an action of another service: a ${title} policy speaks of ${service} actions alone, so it never matches here.`,
          fixes: fixesFor(value, meant, { policy, statement, context }),
        };
      }
  },
};

interface Meant {
  readonly name: string;
  /** Only one thing can be meant. */
  readonly plain: boolean;
}

/** What only the two services of policies like these have, whatever prefix it is written with. */
const TELLING: Readonly<Record<ServiceName, RegExp>> = { sqs: /message|queue/i, kms: /^(encrypt|decrypt|reencrypt|generatedatakey|generaterandom)/i };

/** The action of this policy's own service that a wrong prefix hides: `aws:kms:Decrypt`, `sqs:TagResource` in a key policy. */
function actionMeant(text: string, service: ServiceName, facts: Facts): Meant | undefined {
  const own = (name: string): boolean => facts.expandAction(name).some((action) => action.service === service);
  const inner = text.slice(text.toLowerCase().lastIndexOf(`:${service}:`) + 1);
  if (inner !== text && own(inner)) return { name: inner, plain: true };
  const [, prefix, name] = /^([^:]+):([A-Za-z*?]+)$/.exec(text) ?? [];
  if (prefix === undefined || name === undefined || !own(`${service}:${name}`)) return undefined;
  const mended = { name: `${service}:${name}`, plain: true };
  if (/^(sqs|kms)$/i.test(prefix)) return /^\*+$/.test(name) || facts.expandAction(text).length === 0 ? mended : undefined;
  return TELLING[service].test(name) ? { ...mended, plain: false } : undefined;
}

function fixesFor(value: Value, meant: Meant | undefined, { policy, statement, context }: { readonly policy: Policy; readonly statement: Statement; readonly context: RuleContext }): Fix[] {
  const removal = removeActions(policy, statement, [value], meant ? 'decision' : 'safe');
  if (!meant) return removal;
  // Everything is plainly meant for the own account alone, which hands it on by IAM policies.
  const fixClass: FixClass = meant.plain && (!/:\*+$/.test(meant.name) || isForOwnAccount(statement, context)) ? 'repair' : 'decision';
  return [{ title: `Replace by ${meant.name}`, class: fixClass, edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: value.text.length }, text: meant.name }] }, ...removal];
}

function isForOwnAccount({ effect, principal }: Statement, { owner }: RuleContext): boolean {
  if (effect?.value?.text !== 'Allow' || !principal || principal.bare || principal.open || owner.account === undefined) return false;
  return principal.entries.every(({ type, list }) => type === 'AWS' && list.values.length > 0 && list.values.every(({ text }) => /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1] === owner.account));
}
