/**
 * Which rules had nothing to say about a statement when it was last looked at: while somebody types, all statements but one are as they
 * were. Only silence is remembered. A rule that has something to say about any statement is asked about the whole policy, as ever.
 */
import { derivable, formOf, nothingDerived, numberOf, type Policy, type Statement } from '../policy';
import { isFinding, type Finding, type Rule, type RuleContext, type RuleMeta, type Undecided } from './rule';

/** For one run of rules over one policy, where the context has a memory. */
export function quietStatements(rules: readonly Rule[], policy: Policy, context: RuleContext): QuietRun | undefined {
  return context.memory && new QuietRun(policy, context.memory.outspokenIn(circumstances(rules, policy, context)));
}

/** Beside the statement itself, all that the silence of a rule rests on: whatever the context says, but for what is the same for all who share a memory or is not looked at. */
function circumstances(rules: readonly Rule[], { open }: Policy, context: RuleContext): string {
  return JSON.stringify([context, open, rules.map(({ meta }) => meta.id).join()], (key, value: unknown) => (ASIDE.has(key) ? undefined : value));
}

const ASIDE: ReadonlySet<string> = new Set<keyof RuleContext>(['facts', 'budget', 'memory', 'own']);

export class QuietRun {
  /** Rules that had something to say about one of the statements that are as they were. */
  private readonly outspoken = new Set<string>();
  private readonly fresh: { readonly statement: Statement; readonly key: string; rules: Set<string> | undefined }[] = [];
  private readonly allNew: boolean;
  /** The policy with the other statements alone. */
  private readonly view: Policy;

  constructor(
    policy: Policy,
    private readonly known: Map<string, ReadonlySet<string>>,
  ) {
    for (const statement of policy.statements) {
      const key = keyOf(statement);
      const rules = this.known.get(key);
      if (!rules) this.fresh.push({ statement, key, rules: undefined });
      else for (const rule of rules) this.outspoken.add(rule);
    }
    this.allNew = this.fresh.length === policy.statements.length;
    this.view = derivable({ ...policy, derived: nothingDerived(), statements: this.fresh.map(({ statement }) => statement) });
  }

  /** Whether the rule has nothing to say about the policy. */
  isSilent(rule: Rule, context: RuleContext): boolean {
    // Where all is new, a look at the whole is the first one too.
    if (rule.meta.scope !== 'statement' || this.outspoken.has(rule.meta.id) || this.allNew) return false;
    for (const _ of rule.check(this.view, context)) return false;
    return true;
  }

  /** What a rule said of the whole policy, which was something; `undefined` where it failed. */
  said({ id, scope }: RuleMeta, outcomes: readonly (Finding | Undecided)[] | undefined): void {
    if (scope !== 'statement') return;
    const named = outcomes?.map((outcome) => (isFinding(outcome) ? outcome.statement : undefined)) ?? [undefined];
    // What is said of no statement in particular may be about any.
    for (const fresh of this.fresh) if (named.includes(undefined) || named.includes(fresh.statement)) (fresh.rules ??= new Set()).add(id);
  }

  end(): void {
    for (const { key, rules } of this.fresh) {
      // Of two statements of one shape and name a rule may speak of the one alone.
      const twin = this.known.get(key);
      this.known.set(key, twin && rules ? new Set([...twin, ...rules]) : (rules ?? twin ?? NOBODY));
    }
  }
}

const NOBODY: ReadonlySet<string> = new Set();

/** What it is, and its name. */
function keyOf(statement: Statement): string {
  return `${numberOf(statement)} ${formOf(statement.sid?.member.value)}`;
}
