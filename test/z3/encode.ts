/**
 * A question about a policy in one world as SMT-LIB: is there a request that some statements cover and others do not? One text for each kind of
 * caller and each group of actions. A caller is a choice of fields, a string variable each with its regular language; what a policy can see
 * is put together of them. Written from AWS's documents; nothing of ours is loaded, neither the engine nor the drawn requests.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable (2026-11)
 */
export interface StatementJson {
  readonly Effect: string;
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly NotPrincipal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What is fixed though the policy does not tell it. */
export interface Constants {
  readonly kind: 'queue' | 'key';
  readonly resource: string;
  readonly owner: string;
  readonly partition: string;
  readonly region: string;
  readonly organization: string | undefined;
  readonly serviceHas: readonly string[];
  readonly exceptsWithoutAccount: boolean;
  readonly unresolvedHolds: boolean;
  /** Names beside a service's own in its list. */
  readonly family: readonly string[];
}

export interface Asked {
  readonly statements: readonly StatementJson[];
  readonly require: readonly number[];
  readonly forbid: readonly number[];
  /** Actions in groups; of each the first is asked about. */
  readonly actions: readonly { readonly name: string; readonly shared: boolean; readonly covered: readonly boolean[] }[];
}

type Term = string;
/** What a key holds: nothing, one text, or several. */
interface Held {
  readonly present: Term;
  readonly values: readonly { readonly there: Term; readonly text: Term }[];
}

interface Caller {
  readonly kind: 'anonymous' | 'role' | 'user' | 'root' | 'federated' | 'service';
  readonly service?: string;
  /** Of a service: whether the ARN of its source has the account in it. */
  readonly source?: 'account' | 'bucket';
}

const list = (value: string | readonly string[] | undefined): readonly string[] => (value === undefined ? [] : typeof value === 'string' ? [value] : value);
const quote = (text: string): Term => `"${text.replace(/"/g, '""')}"`;

/**
 * Terms that ask of one field alone whether it is in a language. What is said of one field by several of them is said in one: the solver takes a
 * second for three languages of twelve digits, and a tenth of it for their intersection.
 */
const languages = new Map<Term, { readonly field: Term; readonly language: Term }>();

function isIn(field: Term, language: Term, text = `(str.in_re ${field} ${language})`): Term {
  if (/^[a-z]\w*$/.test(field)) languages.set(text, { field, language });
  return text;
}

const equals = (text: Term, wanted: string): Term => isIn(text, `(str.to_re ${quote(wanted)})`, `(= ${text} ${quote(wanted)})`);

/** The same terms, those about one field in one. */
function merged(terms: readonly Term[], operator: 're.union' | 're.inter'): Term[] {
  const byField = new Map<Term, Term[]>();
  const rest: Term[] = [];
  for (const term of new Set(terms)) {
    const found = languages.get(term);
    if (found) byField.set(found.field, [...(byField.get(found.field) ?? []), term]);
    else rest.push(term);
  }
  return [...rest, ...[...byField].map(([field, some]) => (some.length === 1 ? some[0]! : isIn(field, `(${operator} ${some.map((term) => languages.get(term)!.language).join(' ')})`)))];
}

const any = (terms: readonly Term[]): Term => (terms.includes('true') ? 'true' : join('or', merged(terms.filter((term) => term !== 'false'), 're.union'), 'false'));
const all = (terms: readonly Term[]): Term => (terms.includes('false') ? 'false' : join('and', merged(terms.filter((term) => term !== 'true'), 're.inter'), 'true'));

function not(term: Term): Term {
  if (term === 'true' || term === 'false') return term === 'true' ? 'false' : 'true';
  const found = languages.get(term);
  return found ? isIn(found.field, `(re.comp ${found.language})`) : term.startsWith('(not ') ? term.slice(5, -1) : `(not ${term})`;
}

const join = (operator: string, terms: readonly Term[], none: Term): Term => (terms.length === 0 ? none : terms.length === 1 ? terms[0]! : `(${operator} ${terms.join(' ')})`);
const glue = (...parts: readonly Term[]): Term => `(str.++ ${parts.join(' ')})`;
const truth = (holds: boolean): Term => (holds ? 'true' : 'false');

const NOT_COLON = '(re.diff re.allchar (str.to_re ":"))';
const DIGIT = '(re.range "0" "9")';
const WORD = '(re.union (re.range "a" "z") (re.range "A" "Z") (re.range "0" "9") (str.to_re "_") (str.to_re "+") (str.to_re "=") (str.to_re ",") (str.to_re ".") (str.to_re "@") (str.to_re "-"))';
const LOWER = '(re.union (re.range "a" "z") (re.range "0" "9") (str.to_re "-"))';
const LANGUAGES: Readonly<Record<string, string>> = {
  account: `((_ re.loop 12 12) ${DIGIT})`,
  path: '(re.* (re.++ (re.+ (re.diff (re.range "!" "~") (str.to_re "/"))) (str.to_re "/")))',
  name: `(re.+ ${WORD})`,
  session: `(re.+ ${WORD})`,
  role_id: '(re.++ (str.to_re "AROA") ((_ re.loop 16 16) (re.union (re.range "A" "Z") (re.range "0" "9"))) (re.* (re.union (re.range "A" "Z") (re.range "0" "9"))))',
  user_id: '(re.++ (str.to_re "AIDA") ((_ re.loop 16 16) (re.union (re.range "A" "Z") (re.range "0" "9"))) (re.* (re.union (re.range "A" "Z") (re.range "0" "9"))))',
  source_service: `(re.+ ${LOWER})`,
  source_region: `(re.* ${LOWER})`,
  source_rest: '(re.+ (re.range "!" "~"))',
  source_account: `((_ re.loop 12 12) ${DIGIT})`,
  organization: `(re.++ (str.to_re "o-") ((_ re.loop 10 32) (re.union (re.range "a" "z") ${DIGIT})))`,
  path_rest: `(re.+ (re.union ${LOWER} (str.to_re "/")))`,
  via: `(re.+ ${LOWER})`,
  text: '(re.+ (re.range "!" "~"))',
};

function pattern(text: string, wild = 're.allchar'): Term {
  const parts = text.split(/([*?])/).filter((part) => part !== '').map((part) => (part === '*' ? `(re.* ${wild})` : part === '?' ? wild : `(str.to_re ${quote(part)})`));
  return join('re.++', parts, '(str.to_re "")');
}

const matchesGlob = (glob: string, text: string): boolean => new RegExp(`^${glob.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, '[^]')}$`).test(text);

/** The texts of an Arn's first five parts and of the rest. */
function segments(text: string): string[] {
  const parts = text.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

const KNOWN = /^(aws:(principalarn|principalaccount|principaltype|userid|username|principalorgid|principalorgpaths|principaltag\/.*|sourcearn|sourceaccount|sourceorgid|sourceorgpaths|principalisawsservice|principalservicename|principalservicenameslist|sourcevpce|sourcevpc|securetransport|currenttime|epochtime|requestedregion|viaawsservice|calledvia|multifactorauthpresent|multifactorauthage|sourceip|resourceaccount)|kms:(calleraccount|viaservice)|s3:prefix)$/;

/** Whether all that the statements ask for can be written down here. */
export function isEncodable(statements: readonly StatementJson[]): boolean {
  return statements.every(({ Condition = {} }) =>
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => KNOWN.test(key.toLowerCase()) && list(values).every((value) => !value.includes('${') || (/^\$\{[^},]+\}$/.test(value) && KNOWN.test(value.slice(2, -1).toLowerCase()) && !/Arn|Numeric|Date|Bool|Ip/.test(operator) && !/time|mfa|multi|sourceip/.test(value)))),
    ),
  );
}

/** Ways to err, to see that the solver would tell: an engine that has one of them answers as this encoding does with it. */
export const PLANTED = ['no users', 'no federated users', 'no root user', 'one fixed stranger', 'any ARN is the own one', 'the owner is the only root', 'the partition is aws', 'everybody is an assumed role', 'no paths', 'NotPrincipal hits the services that it names', 'a role has a user name', 'the source account is free of the source ARN', 'the organization is free of its path', 'a service has one name', 'Arn wildcards cross colons'] as const;
export type Planted = (typeof PLANTED)[number];

/** One text for each caller and group of actions that can be asked about. */
export function* encode(asked: Asked, given: Constants, planted?: Planted): Generator<Term> {
  const roots = new Set(asked.statements.flatMap(({ Principal }) => (Principal === undefined || Principal === '*' ? [] : list(Principal['AWS']))).filter((text) => text.endsWith(':root')));
  const world: Constants = {
    ...given,
    ...(planted === 'the partition is aws' && { partition: 'aws' }),
    ...(planted === 'a service has one name' && { family: [] }),
    ...(planted === 'the owner is the only root' && roots.size === 1 && { owner: [...roots][0]!.split(':')[4]! }),
  };
  const without = { 'no users': 'user', 'no federated users': 'federated', 'no root user': 'root' }[planted as string];
  for (const action of asked.actions) {
    if (!asked.require.every((i) => action.covered[i]) || !asked.require.every((i) => resourceFits(asked.statements[i]!, world.resource, planted))) continue;
    for (const caller of callersOf(asked, world)) {
      if (caller.kind === without) continue;
      languages.clear();
      const text = new Question(asked, world, caller, action, planted).text();
      if (text !== undefined) yield text;
    }
  }
}

function resourceFits({ Resource, NotResource }: StatementJson, resource: string, planted?: Planted): boolean {
  if (planted === 'any ARN is the own one') return Resource !== undefined;
  const found = list(Resource ?? NotResource).some((text) => text === '*' || segments(text).every((part, i) => matchesGlob(part, segments(resource)[i]!)));
  return found === (Resource !== undefined);
}

function callersOf({ statements }: Asked, { kind, region }: Constants): Caller[] {
  const names = new Set(['some-service.amazonaws.com']);
  let sources = false;
  for (const { Principal, NotPrincipal, Condition = {} } of statements) {
    for (const element of [Principal, NotPrincipal]) if (element !== undefined && element !== '*') for (const name of list(element['Service'])) names.add(name);
    for (const keys of Object.values(Condition))
      for (const [key, values] of Object.entries(keys)) {
        if (/^aws:source(arn|account)$/i.test(key)) sources = true;
        if (/^aws:principalservicename/i.test(key)) for (const value of list(values)) for (const name of value.endsWith('*') ? [value.replace(/\.?\*$/, '.amazonaws.com'), value.replace(/\.?\*$/, `.${region}.amazonaws.com`)] : [value]) names.add(name);
      }
  }
  const services = [...names].filter((name) => !name.includes('$')).flatMap((service): Caller[] => (sources ? [{ kind: 'service', service, source: 'account' }, { kind: 'service', service, source: 'bucket' }] : [{ kind: 'service', service, source: 'account' }]));
  return [...(kind === 'queue' ? [{ kind: 'anonymous' } as const] : []), { kind: 'role' }, { kind: 'user' }, { kind: 'root' }, { kind: 'federated' }, ...services];
}

class Question {
  private readonly declared = new Map<string, Term>();
  private readonly facts: Term[] = [];

  constructor(
    private readonly asked: Asked,
    private readonly world: Constants,
    private readonly caller: Caller,
    private readonly action: Asked['actions'][number],
    private readonly planted: Planted | undefined,
  ) {}

  text(): Term | undefined {
    const { require, forbid, statements } = this.asked;
    const wanted = require.flatMap((i) => this.covers(statements[i]!, i));
    if (wanted.includes('false')) return undefined;
    const rest = forbid.map((i) => not(all(this.covers(statements[i]!, i))));
    if (rest.includes('false')) return undefined;
    if (this.isPrincipal) this.namedRoles();
    if (this.isPrincipal && this.planted === 'one fixed stranger') this.facts.push(any([...new Set([this.world.owner, '999988887777', ...(JSON.stringify(statements).match(/\d{12}/g) ?? [])])].map((id) => equals(this.field('account'), id))));
    if (this.declared.has('path') && this.planted === 'no paths') this.facts.push(equals('path', ''));
    if (this.isForeignOnly) this.facts.push(equals(this.field('account'), this.world.owner));
    const body = [...this.facts, ...wanted, ...rest].filter((term) => term !== 'true');
    return [...[...this.declared].map(([name, sort]) => `(declare-const ${name} ${sort})`), ...merged(body, 're.inter').map((term) => `(assert ${term})`)].join('\n');
  }

  private get isPrincipal(): boolean {
    return this.caller.kind !== 'anonymous' && this.caller.kind !== 'service';
  }

  /** What cannot be granted to other accounts: only the owner's callers ask for it. */
  private get isForeignOnly(): boolean {
    return this.isPrincipal && !this.action.shared;
  }

  private declare(name: string, sort: string): Term {
    this.declared.set(name, sort);
    return name;
  }

  private field(name: keyof typeof LANGUAGES & string, as: string = name): Term {
    if (!this.declared.has(as)) {
      this.declare(as, 'String');
      this.facts.push(isIn(as, LANGUAGES[name]!));
    }
    return as;
  }

  private choice(name: string): Term {
    return this.declare(name, 'Bool');
  }

  /** What has to hold, all of it. */
  private covers(statement: StatementJson, index: number): Term[] {
    if (!this.action.covered[index] || !resourceFits(statement, this.world.resource, this.planted)) return ['false'];
    if (this.caller.kind === 'anonymous' && !this.action.shared) return ['false'];
    const tests = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) => [operator, key.toLowerCase(), list(values)] as const));
    const whom = this.whom(statement);
    return whom === 'false' ? ['false'] : [whom, ...tests.map((test) => this.test(...test))];
  }

  /** A role named in a Principal has its name alone in its account. */
  private namedRoles(): void {
    if (this.caller.kind !== 'role') return;
    for (const { Principal } of this.asked.statements)
      for (const arn of Principal === undefined || Principal === '*' ? [] : list(Principal['AWS'])) {
        const role = /^arn:[^:]+:iam::(\d{12}):role\/(.*\/)?([^/]+)$/.exec(arn);
        if (role) this.facts.push(any([not(equals(this.field('account'), role[1]!)), not(equals(this.field('name'), role[3]!)), equals(this.field('path'), role[2] ?? '')]));
      }
  }

  private names(text: string): Term {
    const { kind } = this.caller;
    if (text === '*') return 'true';
    if (!this.isPrincipal) return 'false';
    const account = (id: string): Term => equals(this.field('account'), id);
    if (/^\d{12}$/.test(text)) return account(text);
    const [, partition, service, , id, rest] = text.split(':') as [string, string, string, string, string, string];
    if (partition !== this.world.partition) return 'false';
    if (rest === 'root') return account(id);
    const parts = rest.split('/');
    const last = parts.at(-1)!;
    if (service === 'sts' && parts[0] === 'assumed-role') return kind === 'role' ? all([account(id), equals(this.field('name'), parts[1]!), equals(this.field('session'), last)]) : 'false';
    if (service === 'sts') return kind === 'federated' ? all([account(id), equals(this.field('name'), last)]) : 'false';
    if (parts[0] !== kind) return 'false';
    return all([account(id), equals(this.field('name'), last), equals(this.field('path'), parts.slice(1, -1).map((part) => `${part}/`).join(''))]);
  }

  private whom({ Principal, NotPrincipal }: StatementJson): Term {
    const element = Principal ?? NotPrincipal!;
    const people = element === '*' ? ['*'] : list(element['AWS']);
    const services = element === '*' || (NotPrincipal !== undefined && this.planted === 'NotPrincipal hits the services that it names') ? [] : list(element['Service']);
    const named = any([truth(this.caller.service !== undefined && services.includes(this.caller.service)), ...people.map((text) => this.names(text))]);
    if (Principal !== undefined) return named;
    if (this.world.exceptsWithoutAccount || people.includes('*') || !this.isPrincipal || this.caller.kind === 'root') return not(named);
    const accounts = people.filter((text) => /^\d{12}$|:root$/.test(text));
    return any([not(named), not(any(accounts.map((text) => equals(this.field('account'), /\d{12}/.exec(text)![0]))))]);
  }

  private always(text: Term): Held {
    return { present: 'true', values: [{ there: 'true', text }] };
  }

  private perhaps(name: string, text: Term, when: Term = this.choice(`has_${name}`)): Held {
    return { present: when, values: [{ there: when, text }] };
  }

  private readonly absent: Held = { present: 'false', values: [] };

  private held(key: string): Held {
    const { kind, service } = this.caller;
    const principal = this.isPrincipal;
    const constant = (text: string): Held => this.always(quote(text));
    const unsettled = (): Held => (this.world.serviceHas.includes(key) ? constant(`service:${service}`) : this.absent);
    const tag = /^aws:principaltag\/(.*)$/.exec(key);
    if (tag) return principal && kind !== 'root' ? this.perhaps(`tag_${tag[1]!.replace(/\W/g, '_')}`, this.field('text', `tag_${tag[1]!.replace(/\W/g, '_')}`)) : this.absent;
    switch (key) {
      case 'aws:principalarn':
        return principal ? this.always(this.arn()) : kind === 'service' ? unsettled() : this.absent;
      case 'aws:principalaccount':
        return principal ? this.always(this.field('account')) : kind === 'service' ? unsettled() : constant('anonymous');
      case 'kms:calleraccount':
        return this.world.kind === 'queue' || kind === 'anonymous' ? this.absent : principal ? this.always(this.field('account')) : unsettled();
      case 'aws:principaltype':
        return kind === 'service' ? unsettled() : constant(principal && this.planted === 'everybody is an assumed role' ? 'AssumedRole' : { role: 'AssumedRole', user: 'User', root: 'Account', federated: 'FederatedUser', anonymous: 'Anonymous' }[kind]);
      case 'aws:userid':
        return kind === 'service' ? unsettled() : kind === 'anonymous' ? constant('anonymous') : this.always(this.userId());
      case 'aws:username':
        return kind === 'user' || (kind === 'role' && this.planted === 'a role has a user name') ? this.always(this.field('name')) : this.absent;
      case 'aws:principalisawsservice':
        return kind === 'anonymous' ? this.absent : constant(String(kind === 'service'));
      case 'aws:principalorgid':
        return principal ? this.organization('own', (id) => id) : this.absent;
      case 'aws:principalorgpaths':
        return principal ? this.organization('own', (id) => glue(this.planted === 'the organization is free of its path' ? this.field('organization', 'other_organization') : id, '"/"', this.field('path_rest'))) : this.absent;
      case 'aws:sourceorgid':
        return kind === 'service' ? this.organization('source', (id) => id) : this.absent;
      case 'aws:sourceorgpaths':
        return kind === 'service' ? this.organization('source', (id) => glue(id, '"/"', this.field('path_rest'))) : this.absent;
      case 'aws:sourcearn':
        return kind === 'service' ? this.perhaps('source_arn', this.sourceArn()) : this.absent;
      case 'aws:sourceaccount':
        return kind === 'service' ? this.perhaps('source_account_key', this.planted === 'the source account is free of the source ARN' ? this.field('source_account', 'other_account') : this.field('source_account')) : this.absent;
      case 'aws:principalservicename':
        return kind === 'service' ? constant(service!) : this.absent;
      case 'aws:principalservicenameslist': {
        if (kind !== 'service') return this.absent;
        const family = service!.split('.')[0];
        const others = this.world.family.map((name) => (name === 'global' ? `${family}.amazonaws.com` : name === 'regional' ? `${family}.${this.world.region}.amazonaws.com` : name)).filter((name) => name.split('.')[0] === family);
        return { present: 'true', values: [...new Set([service!, ...others])].map((name) => ({ there: 'true', text: quote(name) })) };
      }
      case 'aws:securetransport':
        return kind === 'service' ? constant('true') : this.always(`(ite ${this.choice('over_tls')} "true" "false")`);
      case 'aws:viaawsservice':
        return principal ? this.always(`(ite ${this.choice('forwarded')} "true" "false")`) : constant('false');
      case 'kms:viaservice':
        return principal && this.world.kind === 'key' ? this.perhaps('via', glue(this.field('via'), quote(`.${this.world.region}.amazonaws.com`)), this.choice('forwarded')) : this.absent;
      case 'aws:calledvia': {
        if (!principal) return this.absent;
        const last = glue(this.field('via', 'via_last'), '".amazonaws.com"');
        return { present: this.choice('forwarded'), values: [{ there: 'forwarded', text: last }, { there: all(['forwarded', this.choice('twice')]), text: glue(this.field('via', 'via_first'), '".amazonaws.com"') }] };
      }
      case 'aws:requestedregion':
        return constant(this.world.region);
      case 'aws:resourceaccount':
        return constant(this.world.owner);
      case 'aws:sourcevpce':
      case 'aws:sourcevpc':
        return kind === 'service' ? this.absent : this.perhaps(key.slice(4), this.field('text', key.slice(4)), this.endpoint());
      case 'aws:multifactorauthpresent':
        return principal ? { present: this.factorTold(), values: [{ there: this.factorTold(), text: `(ite ${this.choice('factor')} "true" "false")` }] } : this.absent;
    }
    // Of no request to either service.
    return this.absent;
  }

  private factorTold(): Term {
    return this.caller.kind === 'role' || this.caller.kind === 'federated' ? 'true' : this.choice('factor_told');
  }

  private endpoint(): Term {
    const through = this.choice('endpoint');
    return this.isPrincipal ? all([through, not(this.choice('forwarded'))]) : through;
  }

  private arn(): Term {
    const { kind } = this.caller;
    const { partition } = this.world;
    const account = this.field('account');
    if (kind === 'root') return glue(quote(`arn:${partition}:iam::`), account, '":root"');
    if (kind === 'federated') return glue(quote(`arn:${partition}:sts::`), account, '":federated-user/"', this.field('name'));
    return glue(quote(`arn:${partition}:iam::`), account, quote(`:${kind}/`), this.field('path'), this.field('name'));
  }

  private userId(): Term {
    const { kind } = this.caller;
    if (kind === 'root') return this.field('account');
    if (kind === 'federated') return glue(this.field('account'), '":"', this.field('name'));
    return kind === 'user' ? this.field('user_id') : glue(this.field('role_id'), '":"', this.field('session'));
  }

  private sourceArn(): Term {
    const { partition } = this.world;
    return glue(quote(`arn:${partition}:`), this.field('source_service'), '":"', this.field('source_region'), '":"', ...(this.caller.source === 'account' ? [this.field('source_account')] : []), '":"', this.field('source_rest'));
  }

  /** The own account's organization is a constant; others are in any, or in none. */
  private organization(whose: 'own' | 'source', view: (id: Term) => Term): Held {
    const id = this.field('organization');
    const account = whose === 'own' ? this.field('account') : this.field('source_account');
    const isOwn = equals(account, this.world.owner);
    const member = this.choice(`in_organization`);
    if (this.world.organization === undefined) {
      if (whose === 'own') this.facts.push(`(=> ${isOwn} (not ${member}))`);
    } else {
      if (whose === 'own') this.facts.push(`(=> ${isOwn} ${member})`);
      this.facts.push(any([not(member), not(isOwn), equals(id, this.world.organization)]));
    }
    return { present: member, values: [{ there: member, text: view(id) }] };
  }

  private test(operator: string, key: string, values: readonly string[]): Term {
    const [, set, base = '', ifExists] = /^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/.exec(operator.toLowerCase())!;
    const negated = base.includes('not');
    const plain = base.replace('not', '');
    if (/^(numeric|date|ip)/.test(plain)) return this.scalar(plain, negated, ifExists !== undefined, key, values);
    if (base === 'null' && ['aws:currenttime', 'aws:epochtime', 'aws:sourceip', 'aws:multifactorauthage'].includes(key)) {
      const present = this.scalarHeld(key);
      return any(values.map((value) => (value === 'true' ? not(present) : present)));
    }
    const held = this.held(key);
    if (base === 'null') return any(values.map((value) => (value === 'true' ? not(held.present) : held.present)));
    const one = (text: Term): Term => {
      const open: Term[] = [];
      const matched = any(
        values.map((value) => {
          const variable = /^\$\{([^}]+)\}$/.exec(value);
          if (!variable) return this.compare(plain, text, value, key);
          const other = this.held(variable[1]!.toLowerCase());
          open.push(not(other.present));
          return all([other.present, ...other.values.slice(0, 1).map((found) => `(= ${text} ${found.text})`)]);
        }),
      );
      if (!negated) return matched;
      return all([not(matched), ...(this.world.unresolvedHolds ? [] : open.map(not))]);
    };
    if (set === 'foranyvalue') return any(held.values.map(({ there, text }) => all([there, one(text)])));
    const each = all(held.values.map(({ there, text }) => any([not(there), one(text)])));
    return set === 'forallvalues' || negated || ifExists !== undefined ? any([not(held.present), each]) : all([held.present, each]);
  }

  private compare(operator: string, text: Term, value: string, key: string): Term {
    if (operator === 'stringequals' || operator === 'bool') return equals(text, operator === 'bool' ? value.toLowerCase() : value);
    if (operator === 'stringequalsignorecase') return isIn(text, join('re.++', [...value].map((c) => (/[a-z]/i.test(c) ? `(re.union (str.to_re "${c.toLowerCase()}") (str.to_re "${c.toUpperCase()}"))` : `(str.to_re ${quote(c)})`)), '(str.to_re "")'));
    if (operator === 'stringlike') return value === '*' ? 'true' : isIn(text, pattern(value));
    if (this.planted === 'Arn wildcards cross colons') return isIn(text, pattern(value));
    const parts = segments(value);
    if (value.split(':').length < 6) return 'false';
    if (key === 'aws:principalarn' && this.isPrincipal) return this.ownArn(parts);
    return isIn(text, `(re.++ ${parts.slice(0, 5).flatMap((part) => [pattern(part, NOT_COLON), '(str.to_re ":")']).join(' ')} ${pattern(parts[5]!)})`);
  }

  /** A caller's ARN has six parts, of which the fields fill two. */
  private ownArn([first, partition, service, region, account, rest]: readonly string[]): Term {
    const { kind } = this.caller;
    if (!matchesGlob(first!, 'arn') || !matchesGlob(partition!, this.world.partition) || !matchesGlob(service!, kind === 'federated' ? 'sts' : 'iam') || !matchesGlob(region!, '')) return 'false';
    const id = account === '*' ? 'true' : /[*?]/.test(account!) ? isIn(this.field('account'), pattern(account!)) : equals(this.field('account'), account!);
    if (rest === '*') return id;
    const text = kind === 'root' ? '"root"' : kind === 'federated' ? glue('"federated-user/"', this.field('name')) : glue(quote(`${kind}/`), this.field('path'), this.field('name'));
    return all([id, isIn(text, pattern(rest!))]);
  }

  private scalarHeld(key: string): Term {
    const { kind } = this.caller;
    if (key === 'aws:currenttime' || key === 'aws:epochtime') return 'true';
    if (key === 'aws:multifactorauthage') return this.isPrincipal ? all([this.factorTold(), this.choice('factor')]) : 'false';
    if (kind === 'service') return truth(this.world.serviceHas.includes('aws:sourceip'));
    return not(this.endpoint());
  }

  private scalar(operator: string, negated: boolean, ifExists: boolean, key: string, values: readonly string[]): Term {
    const present = this.scalarHeld(key);
    const matched = operator === 'ipaddress' ? this.inRange(values) : any(values.map((value) => this.ordered(operator, key, value)));
    const holds = negated ? not(matched) : matched;
    return negated || ifExists ? any([not(present), holds]) : all([present, holds]);
  }

  private ordered(operator: string, key: string, value: string): Term {
    const name = key === 'aws:multifactorauthage' ? this.declare('age', 'Int') : this.declare('moment', 'Int');
    if (name === 'age') this.facts.push('(>= age 0)');
    const number = /^\d+$/.test(value) ? Number(value) : Date.parse(value) / 1000;
    const sign = { equals: '=', lessthan: '<', lessthanequals: '<=', greaterthan: '>', greaterthanequals: '>=' }[operator.replace(/^(numeric|date)/, '')]!;
    return `(${sign} ${name} ${number})`;
  }

  /** Addresses as numbers, those of version 6 above all of version 4. */
  private inRange(values: readonly string[]): Term {
    const address = this.declare('address', 'Int');
    this.facts.push('(>= address 0)');
    return any(
      values.map((value) => {
        const [text = '', prefix] = value.split('/');
        const six = text.includes(':');
        const bits = six ? 128 : 32;
        const start = (six ? version6(text) + (1n << 40n) : version4(text)) as bigint;
        const size = 1n << BigInt(bits - Number(prefix ?? bits));
        return `(and (>= ${address} ${start}) (< ${address} ${start + size}))`;
      }),
    );
  }
}

const version4 = (text: string): bigint => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);

function version6(text: string): bigint {
  const [head = '', tail = ''] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right].reduce((sum, word) => sum * 65536n + BigInt(`0x${word}`), 0n);
}
