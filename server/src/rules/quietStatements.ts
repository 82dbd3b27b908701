/**
 * Which rules had nothing to say about a statement when it was last looked at: while somebody types, all statements but one are as they
 * were. Only silence is remembered. A rule that has something to say about any statement is asked about the whole policy, as ever.
 */
import type { Facts } from '../aws';
import { derivable, nothingDerived, numberOf, type Policy, type Statement } from '../policy';
import { isFinding, type Finding, type Rule, type RuleContext, type RuleMeta, type Undecided } from './rule';

/** Beside the statement itself, what the silence of a rule rests on. */
interface Circumstances {
  readonly context: RuleContext;
  /** The levels from the configuration: rules that are off are not asked. */
  readonly levels: unknown;
  readonly version: string | undefined;
  readonly form: Policy['form'];
  readonly open: boolean;
}

interface Remembered {
  readonly circumstances: Circumstances;
  /** By what a statement is: the rules that have something to say about it. */
  readonly outspoken: Map<string, ReadonlySet<string>>;
}

/** A queue's policies, a key's, a second document's. */
const CIRCUMSTANCES = 4;
const STATEMENTS = 500;

export class QuietStatements {
  private readonly remembered: Remembered[] = [];

  constructor(readonly facts: Facts) {}

  /** For one run of all rules over one policy. */
  begin(policy: Policy, context: RuleContext, levels: unknown): QuietRun | undefined {
    if (context.facts !== this.facts) return undefined;
    const circumstances: Circumstances = { context, levels, version: policy.version?.value?.text, form: policy.form, open: policy.open };
    const at = this.remembered.findIndex((one) => same(one.circumstances, circumstances));
    const [found = { circumstances, outspoken: new Map<string, ReadonlySet<string>>() }] = at < 0 ? [] : this.remembered.splice(at, 1);
    this.remembered.unshift(found);
    this.remembered.length = Math.min(this.remembered.length, CIRCUMSTANCES);
    if (found.outspoken.size > STATEMENTS) found.outspoken.clear();
    return new QuietRun(policy, found.outspoken);
  }
}

function same(a: Circumstances, b: Circumstances): boolean {
  const [x, y] = [a.context, b.context];
  return a.levels === b.levels && a.version === b.version && a.form === b.form && a.open === b.open && x.kind === y.kind && x.owner.account === y.owner.account && x.zone === y.zone && x.profile === y.profile && x.syntaxReportedElsewhere === y.syntaxReportedElsewhere && x.template === y.template;
}

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
      // Of two statements of the same text a rule may speak of the one alone.
      const twin = this.known.get(key);
      this.known.set(key, twin && rules ? new Set([...twin, ...rules]) : (rules ?? twin ?? NOBODY));
    }
  }
}

const NOBODY: ReadonlySet<string> = new Set();

/** What it does, and its name; and what the host may leave out, or add to, is another statement than what stands there for sure. */
function keyOf(statement: Statement): string {
  return `${numberOf(statement)}${statement.certain ? '' : '?'}${statement.open ? '+' : ''} ${statement.sid?.value?.text ?? ''}`;
}
