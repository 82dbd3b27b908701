import { dateOf, parseRange } from '../../access';
import { familyOfType, suits, type ConditionKeyFact, type OperatorFact, type ValueShape } from '../../aws';
import { hasHole, hasVariable, typeOf, type HoleType, type Value, type ConditionTest } from '../../policy';
import { described } from '../references';
import type { Fix, Rule } from '../rule';

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service: `.amazonaws.com` in all partitions (2026-11) */
const VIA_SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(-[a-z]+)+-\d+\.amazonaws\.com$/;

const VPC = /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/;
const ENDPOINT = /^vpce-([0-9a-f]{8}|[0-9a-f]{17})$/;

export const rule: Rule = {
  meta: {
    id: 'valid-condition-value',
    category: 'grammar',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'repair',
    scope: 'statement',
    summary: 'A condition value that its key can never have: no boolean, no account id, no address range, no date, not one of the enumerated values.',
    accessAnalyzer: ['TYPE_MISMATCH', 'INVALID_CONDITION_DATA_TYPE', 'INVALID_VPC_FORMAT', 'INVALID_VPCE_FORMAT', 'INVALID_KMS_KEY_VALUE', 'INVALID_SERVICE_PRINCIPAL_FORMAT'],
    yieldsTo: ['known-condition-key', 'known-condition-operator'],
  },
  *check(policy, { facts }) {
    for (const statement of policy.statements)
      for (const test of statement.condition?.tests ?? []) {
        const key = facts.findConditionKey(test.key.text);
        const { operator } = facts.parseOperator(test.operator.text);
        if (!key || !operator) continue;
        for (const value of test.list.values) {
          const reference = referenceFault(value, key, operator);
          if (reference !== undefined) yield { node: value.node, statement, message: reference };
          if (hasHole(value) || hasVariable(value)) continue;
          // Where letter case is folded, a value in capitals is as good.
          const fault = faultOf(operator.ignoreCase ? foldedAs(value.text, key) : value.text, key, operator);
          if (!fault) continue;
          // A Deny that spares nobody as it is would spare somebody.
          const fixClass = operator.negated && statement.effect?.value?.text !== 'Allow' ? 'decision' : 'repair';
          const fixes: Fix[] = fault.instead === undefined ? [] : [{ title: `Replace by ${fault.instead}`, class: fixClass, edits: () => [{ kind: 'replaceValue', node: value.node, value: fault.instead! }] }];
          yield { node: value.node, statement, message: fault.message, fixes: [...fixes, ...otherNetwork(test, key, fixClass)] };
        }
      }
  },
};

function foldedAs(text: string, { values }: ConditionKeyFact): string {
  const folded = text.toLowerCase();
  return values?.find((value) => value.toLowerCase() === folded) ?? folded;
}

/** A VPC under the key for its endpoints, or the other way round: what is written plainly says which key was meant. */
function otherNetwork({ keyMember, keys, list }: ConditionTest, { shape }: ConditionKeyFact, fixClass: Fix['class']): Fix[] {
  const [name, form] = shape === 'vpc-endpoint' ? ['aws:SourceVpc', VPC] : shape === 'vpc' ? ['aws:SourceVpce', ENDPOINT] : [];
  const isFree = !keys.members.some((member) => member.key.value.toLowerCase() === name?.toLowerCase());
  if (name === undefined || !isFree || list.open || !list.values.every(({ text }) => form!.test(text))) return [];
  return [{ title: `Test ${name} in its place`, class: fixClass, edits: () => [{ kind: 'renameKey', member: keyMember, key: name }] }];
}

/** What some keys hold: in words, and whether a reference stands for one. */
const HELD: ReadonlyMap<ValueShape, readonly [what: string, fits: (type: HoleType) => boolean]> = new Map<ValueShape, readonly [string, (type: HoleType) => boolean]>([
  ['account', ['an account ID', ({ is }) => is === 'account']],
  ['region', ['a Region', ({ is }) => is === 'region']],
  ['organization', ['the ID of an organization', () => false]],
  ['vpc', ['the ID of a VPC', (type) => type.is === 'name' && type.of === 'a VPC']],
  ['vpc-endpoint', ['the ID of a VPC endpoint', (type) => type.is === 'name' && type.of === 'a VPC endpoint']],
]);

/** A reference to what a key never holds. Of keys that hold an ARN, valid-arn tells. */
function referenceFault(value: Value, key: ConditionKeyFact, operator: OperatorFact): string | undefined {
  const type = typeOf(value);
  const held = key.shape && HELD.get(key.shape);
  if (!type || !held || operator.family !== 'string' || held[1](type)) return undefined;
  return `${value.text} is ${described(type)}, and ${key.name} holds ${held[0]}, so the condition never matches.`;
}

function faultOf(text: string, key: ConditionKeyFact, operator: OperatorFact): { message: string; instead?: string } | undefined {
  const boolean = (): { message: string; instead?: string } | undefined =>
    /^(true|false)$/i.test(text) ? undefined : { message: `${operator.family === 'null' ? 'Null' : key.name} takes "true" or "false", not "${text}".`, ...(/^(yes|1)$/i.test(text) ? { instead: 'true' } : /^(no|0)$/i.test(text) ? { instead: 'false' } : {}) };
  if (operator.family === 'null') return boolean();
  // A wildcard stands for part of a text; where it is none, another rule says so.
  if (/[*?]/.test(text) && (operator.family === 'string' || operator.family === 'arn')) return undefined;
  // An operator for another type is matching-condition-operator's: the value is held against what the key has.
  const family = suits(operator, key) ? operator.family : familyOfType[key.type];
  if (family === 'bool') return boolean();
  if (family === 'ip') return parseRange(text) ? undefined : { message: `"${text}" is no IP address or range, like 203.0.113.0/24.` };
  if (family === 'date') return dateOf(text) === undefined ? { message: `"${text}" is no date, like 2026-11-24T00:00:00Z.` } : undefined;
  if (family === 'number') return /^[+-]?\d+(\.\d+)?$/.test(text) ? undefined : { message: `"${text}" is no number.` };
  if (operator.family !== 'string') return undefined;
  switch (key.shape) {
    case 'account': {
      const inArn = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text)?.[1];
      // Anonymous callers carry this word in its place.
      return /^\d{12}$/.test(text) || (key.name === 'aws:PrincipalAccount' && text === 'anonymous') ? undefined : { message: `${key.name} is an account id of 12 digits, not ${inArn ? 'an ARN' : `"${text}"`}: the test never matches.`, instead: inArn };
    }
    case 'organization':
      return /^o-[a-z0-9]{10,32}$/.test(text) ? undefined : { message: `${key.name} is an organization id like o-a1b2c3d4e5, not "${text}".` };
    case 'vpc':
      return VPC.test(text) ? undefined : { message: `${key.name} is vpc- and 8 or 17 hexadecimal digits, not "${text}".` };
    case 'vpc-endpoint':
      return ENDPOINT.test(text) ? undefined : { message: `${key.name} is vpce- and 8 or 17 hexadecimal digits, not "${text}".` };
    case 'via-service': {
      if (VIA_SERVICE.test(text)) return undefined;
      // As an address has it: with the scheme, and with China's domain.
      const service = text.toLowerCase().replace(/^https?:\/\//, '').replace(/\/$/, '').replace(/\.cn$/, '');
      return { message: `${key.name} is SERVICE.REGION.amazonaws.com, in every partition, not "${text}".`, ...(VIA_SERVICE.test(service) && { instead: service }) };
    }
    default:
      return key.valuesClosed && key.values && !key.values.includes(text) ? { message: `${key.name} is one of ${key.values.join(', ')}, not "${text}".` } : undefined;
  }
}

