import { hasHole, typeOf, type Value } from '../../policy';
import { described } from '../references';
import type { Rule } from '../rule';

export const rule: Rule = {
  meta: {
    id: 'kms-key-resource',
    category: 'service',
    kinds: ['key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'Resource of a key policy is something else than this key: in a key policy it is "*".',
    accessAnalyzer: ['UNSUPPORTED_RESOURCE_ARN_IN_POLICY'],
  },
  *check(policy) {
    for (const statement of policy.statements) {
      const resource = statement.resource;
      if (!resource || resource.open) continue;
      const values = resource.values;
      if (values.some((v) => v.text === '*')) continue;
      const holes = values.filter((v) => hasHole(v) && couldBeKey(v));
      if (holes.length > 0) {
        yield { holes: holes.map((v) => ({ label: v.text, node: v.node })) };
        continue;
      }
      for (const value of values) {
        const key = isKeyArn(value.text);
        yield {
          node: value.node,
          statement,
          message: key
            ? 'In a key policy Resource means this key, written "*". AWS documents no key ARN here, and after a copy it names another key.'
            : `In a key policy Resource means this key, written "*". ${fault(value)}, so the statement does nothing.`,
          ...(key && { severity: 'warning' as const }),
          fixes: [{ title: 'Set Resource to "*" (this key)', class: 'repair', edits: () => [{ kind: 'replaceValue', node: resource.node, value: '*' }] }],
        };
        // One root cause: the fix replaces the whole element.
        break;
      }
    }
  },
};

function isKeyArn(text: string): boolean {
  return /^arn:[a-z-]+:kms:[a-z0-9-]*:\d{12}:key\/[A-Za-z0-9-]+$/.test(text);
}

/** What a hole leaves possible. */
function couldBeKey(value: Value): boolean {
  const type = typeOf(value);
  if (type) return type.is === 'arn' && type.service === 'kms';
  const first = value.pieces[0];
  return first?.kind !== 'text' || (/^(arn(:[^:]*(:(kms(:.*)?)?)?)?)?$/.test(first.text) && !/:alias\//.test(value.text));
}

function fault(value: Value): string {
  const { text } = value;
  const type = typeOf(value);
  if (type) return `${text} is ${described(type)}`;
  if (/:alias\//.test(text) || text.startsWith('alias/')) return 'An alias is no key';
  const service = /^arn:[^:]*:([^:]+):/.exec(text)?.[1];
  if (service !== undefined && service !== 'kms') return `This is an ARN of ${service}`;
  if (/[*?]/.test(text)) return 'A pattern of ARNs is not this key';
  return 'This is no key';
}
