import { holesOf, holesWithin, parseArn, typeOf, type Hole, type Value } from '../../policy';
import type { Rule } from '../rule';
import { restrictingTests } from '../sourceConditions';

export const rule: Rule = {
  meta: {
    id: 'matching-source-account',
    category: 'exposure',
    kinds: ['queue', 'dead-letter-queue', 'key'],
    levels: { recommended: 'error', strict: 'error' },
    fix: 'decision',
    scope: 'statement',
    summary: 'aws:SourceAccount differs from the account in aws:SourceArn, so the two never hold together.',
    yieldsTo: ['valid-arn', 'valid-condition-value', 'valid-source-arn'],
  },
  *check(policy, context) {
    for (const statement of policy.statements) {
      if (statement.effect?.value?.text !== 'Allow') continue;
      const arns = restrictingTests(statement, context.facts, ['aws:sourcearn']).filter((t) => t.certain && !t.list.open);
      const accounts = restrictingTests(statement, context.facts, ['aws:sourceaccount']).filter((t) => t.certain && !t.list.open);
      for (const arnTest of arns)
        for (const accountTest of accounts) {
          const inArns = arnTest.list.values.map(accountInArn);
          const inAccounts = accountTest.list.values.map(accountOf);
          const all = [...inArns, ...inAccounts];
          // One ARN of any account, and the two may meet; what is filled in from the same place is the same.
          if (inArns.length === 0 || inAccounts.length === 0 || all.some((a) => a === undefined) || inAccounts.some((a) => inArns.some((b) => a?.text === b?.text))) continue;
          const holes = all.flatMap((a) => a?.holes ?? []);
          if (holes.length > 0) {
            yield { holes };
            continue;
          }
          const value = accountTest.list.values[0]!;
          const wanted = inArns[0]!.text;
          yield {
            node: value.node,
            statement,
            rests: [accountTest.keyMember, arnTest.keyMember],
            message: `aws:SourceArn belongs to account ${wanted}, aws:SourceAccount demands ${value.text}: no request meets both, so the statement never applies.`,
            related: [{ node: arnTest.list.values[0]!.node, message: `the account in aws:SourceArn is ${wanted}` }],
            fixes: [{ title: `Set aws:SourceAccount to ${wanted}`, class: 'decision', edits: () => [{ kind: 'replaceSpan', node: value.node, span: { start: 0, end: value.text.length }, text: wanted }] }],
          };
        }
    }
  },
};

interface Account {
  readonly text: string;
  /** What of it is still to be filled in. */
  readonly holes: readonly Hole[];
}

/** The account that a value demands; undefined for what is none. */
function accountOf(value: Value): Account | undefined {
  const holes = holesOf(value);
  if (typeOf(value)?.is === 'account') return { text: DEPLOYING, holes };
  return holes.length > 0 || /^\d{12}$/.test(value.text) ? { text: value.text, holes } : undefined;
}

/** The account that an ARN fixes, whatever its other parts are; undefined where it fixes none. A hole that hides where the account stands may hold one. */
function accountInArn(value: Value): Account | undefined {
  const type = typeOf(value);
  // What is deployed along belongs to the account that deploys.
  if (type?.is === 'arn') return type.account ? { text: DEPLOYING, holes: holesOf(value) } : undefined;
  const account = parseArn(value)?.account;
  const { text, holes } = account ? { text: account.text, holes: holesWithin(value, account.span) } : { text: '', holes: holesOf(value) };
  if (holes.length === 1 && holes[0]!.type?.is === 'account' && holes[0]!.label === text) return { text: DEPLOYING, holes };
  return holes.length > 0 || /^\d{12}$/.test(text) ? { text, holes } : undefined;
}

const DEPLOYING = 'the account that deploys';
