/** One question of one caller: what the statements ask of it, as terms. */
import { list, type Asked, type Caller, type Constants, type Planted, type StatementJson } from './asked';
import { Carried } from './carried';
import { resourceFits } from './resource';
import { all, any, equals, glue, isIn, join, matchesGlob, merged, NOT_COLON, not, pattern, quote, segments, truth, type Term } from './terms';

export class Question extends Carried {
  constructor(
    private readonly asked: Asked,
    world: Constants,
    caller: Caller,
    private readonly action: Asked['actions'][number],
    planted: Planted | undefined,
  ) {
    super(world, caller, planted);
  }

  text(): Term | undefined {
    const { require, forbid, statements } = this.asked;
    const wanted = require.flatMap((i) => this.covers(statements[i]!, i));
    if (wanted.includes('false')) return undefined;
    const rest = forbid.map((i) => not(all(this.covers(statements[i]!, i))));
    if (rest.includes('false')) return undefined;
    if (this.isPrincipal) this.namedRoles();
    if (this.isPrincipal && this.planted === 'one fixed stranger') this.facts.push(any([...new Set([this.world.owner, '999988887777', ...(JSON.stringify(statements).match(/\d{12}/g) ?? [])])].map((id) => equals(this.field('account'), id))));
    if (this.declared.has('path') && this.planted === 'no paths') this.facts.push(equals('path', ''));
    if (this.isOwnOnly) this.facts.push(equals(this.field('account'), this.world.owner));
    const body = [...this.facts, ...wanted, ...rest].filter((term) => term !== 'true');
    return [...[...this.declared].map(([name, sort]) => `(declare-const ${name} ${sort})`), ...merged(body, 're.inter').map((term) => `(assert ${term})`)].join('\n');
  }

  /** What cannot be granted to other accounts: only the owner's callers ask for it. */
  private get isOwnOnly(): boolean {
    return this.isPrincipal && !this.action.shared;
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
