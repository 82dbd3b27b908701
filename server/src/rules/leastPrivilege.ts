/** What the least-privilege rules share: which recipes a policy lacks, decided by what it does, and the fix that inserts them. */
import type { Facts } from '../aws';
import { findRecipe, instantiate, satisfied, type Recipe } from '../recipes';
import { depends, NO, type Policy, type PolicyKind, type Truth } from '../policy';
import type { Edit, PlainValue, TreeNode } from '../syntax';
import { optionsOf } from './reach';
import type { Finding, Fix, Level, Profile, Rule, RuleContext, Undecided } from './rule';

export interface RecipeRuleMeta {
  readonly id: string;
  readonly kinds: readonly PolicyKind[];
  readonly levels: Readonly<Record<Profile, Level>>;
  readonly summary: string;
  /** What the policy lets happen as it is, and what the statement changes; the finding's message. */
  readonly message: string;
  /** Any of them will do; the first is offered first. */
  readonly recipes: readonly string[];
}

/** The rule that asks for one statement of the least-privilege set. */
export function recipeRule(meta: RecipeRuleMeta): Rule {
  const recipes = meta.recipes.map((id) => findRecipe(id, meta.kinds[0]));
  return {
    meta: { id: meta.id, category: 'least-privilege', kinds: meta.kinds, levels: meta.levels, fix: 'decision', summary: meta.summary, yieldsTo: ['require-statement', 'valid-json'] },
    *check(policy, context) {
      if (!isWhole(policy) || !servesQueue(policy, context)) return;
      const there = isSatisfied(recipes, policy, context);
      if (there.is === 'yes') return;
      if (there.is === 'depends') yield { holes: there.on } satisfies Undecided;
      else yield { node: placeOf(policy), message: meta.message, fixes: recipes.map((r) => insertFix(policy, [r], context)) } satisfies Finding;
    },
  };
}

/** Fragments and open containers may have elsewhere what seems to be lacking. */
export function isWhole(policy: Policy): boolean {
  return !policy.open && policy.statements.length > 0;
}

/** Yes as soon as one of the recipes is there. */
export function isSatisfied(recipes: readonly Recipe[], policy: Policy, context: RuleContext): Truth {
  let result: Truth = NO;
  for (const recipe of recipes) {
    const one = satisfied(recipe, policy, { ...optionsOf(context), owner: context.owner.account, own: context.own });
    if (one.is === 'yes') return one;
    if (one.is === 'depends') result = depends([...(result.is === 'depends' ? result.on : []), ...one.on]);
  }
  return result;
}

/** S3 is no sign: it uses keys for its own objects as well. */
const QUEUE_SENDERS = ['sns.amazonaws.com', 'events.amazonaws.com'];

/** Keys encrypt many things; the queue's statements are asked only of a key that is known to serve SQS. */
export function servesQueue(policy: Policy, context: { readonly kind: PolicyKind; readonly facts: Facts }): boolean {
  if (context.kind !== 'key') return true;
  return policy.statements.some((statement) => {
    if (statement.condition?.tests.some((t) => t.key.text.toLowerCase() === 'kms:encryptioncontext:aws:sqs:arn' || (t.key.text.toLowerCase() === 'kms:viaservice' && t.list.values.some((v) => v.text.startsWith('sqs.'))))) return true;
    const sender = statement.principal?.entries.some((e) => e.type === 'Service' && e.list.values.some((v) => QUEUE_SENDERS.includes(v.text)));
    if (!sender) return false;
    const named = new Set(statement.action?.values.flatMap((v) => context.facts.expandAction(v.text).map((a) => a.bare)));
    return named.has('GenerateDataKey') && named.has('Decrypt');
  });
}

/** Where a finding about the whole policy stands: on the word Statement. */
export function placeOf(policy: Policy): TreeNode {
  return policy.statementMember?.key ?? policy.node;
}

/** Inserts recipes. Title and edits are worked out when they are asked for: the title names what is inserted, which the policy may change. */
export function insertFix(policy: Policy, recipes: readonly Recipe[], context: RuleContext, title?: string): Fix {
  let made: readonly PlainValue[] | undefined;
  const statements = (): readonly PlainValue[] => (made ??= withUniqueSids(policy, recipes.map((r) => instantiate(r, policy, {}, { kind: context.kind, owner: context.owner.account, own: context.own }))));
  return {
    get title() {
      return title ?? `Insert statement ${sidOf(statements()[0]!) ?? recipes[0]!.sid}`;
    },
    class: 'decision',
    edits: () => insertStatements(policy, statements()),
  };
}

function sidOf(statement: PlainValue): string | undefined {
  const sid = isStatement(statement) ? statement.Sid : undefined;
  return typeof sid === 'string' ? sid : undefined;
}

function isStatement(statement: PlainValue): statement is { readonly Sid?: PlainValue } {
  return statement !== null && typeof statement === 'object' && !Array.isArray(statement);
}

/** Appends statements; a Sid that is taken gets a number. */
export function insertStatements(policy: Policy, statements: readonly PlainValue[]): Edit[] {
  const values = withUniqueSids(policy, statements);
  const array = policy.statementArray;
  if (array) return values.map((value) => ({ kind: 'insertItem', array, index: array.items.length, value }));
  const single = policy.statementMember?.value;
  return single ? [{ kind: 'wrapInArray', node: single, append: values }] : [];
}

function withUniqueSids(policy: Policy, statements: readonly PlainValue[]): readonly PlainValue[] {
  const taken = new Set(policy.statements.flatMap((s) => (s.sid?.value ? [s.sid.value.text] : [])));
  return statements.map((statement) => {
    const sid = sidOf(statement);
    if (sid === undefined) return statement;
    let unique = sid;
    for (let n = 2; taken.has(unique); n++) unique = `${sid}${n}`;
    taken.add(unique);
    return { ...(statement as object), Sid: unique };
  });
}
