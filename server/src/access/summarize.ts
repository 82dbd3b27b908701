/** A statement as one plain sentence: who may, or may not, do what, and when. */
import { facts } from '../aws';
import type { ConditionTest, Statement, Value } from '../policy';

/** Lists and values are cut where they are long. Holes are shown as they are written. */
export function summarize(statement: Statement): string {
  const effect = statement.effect?.value?.text;
  if (effect !== 'Allow' && effect !== 'Deny') return 'Neither allows nor denies: Effect is Allow or Deny.';
  if (!statement.principal && !statement.notPrincipal) return `${effect === 'Allow' ? 'Allows' : 'Denies'} nobody anything: it has no principal.`;
  // Of what is denied: nobody may do anything.
  const actions = actionsOf(statement, effect === 'Deny' ? 'anything' : 'everything');
  const when = conditionsOf(statement, effect);
  if (effect === 'Deny' && isEverybody(statement)) return `Nobody may ${actions}${when}.`;
  if (effect === 'Deny' && statement.notPrincipal) return `Nobody but ${principals(statement.notPrincipal)} may ${actions}${when}; AWS services are never excepted.`;
  const who = statement.notPrincipal ? `Everybody but ${principals(statement.notPrincipal)}` : isEverybody(statement) ? 'Anybody' : capital(principals(statement.principal!));
  return `${who} may ${effect === 'Deny' ? 'not ' : ''}${actions}${when}.`;
}

type PrincipalOf = NonNullable<Statement['principal']>;

function valuesOf({ bare, entries }: PrincipalOf): readonly Value[] {
  return [...(bare?.values ?? []), ...entries.flatMap((entry) => entry.list.values)];
}

function isEverybody({ principal }: Statement): boolean {
  return principal !== undefined && valuesOf(principal).some((value) => value.text === '*');
}

function principals(element: PrincipalOf): string {
  const names = valuesOf(element).map(({ text }) => {
    const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1] ?? /^arn:[^:]+:iam::([^:]+):root$/.exec(text)?.[1];
    if (account) return `account ${account}`;
    const [, owner, type, name] = /^arn:[^:]+:(?:iam|sts)::([^:]+):(role|user|assumed-role)\/(.+)$/.exec(text) ?? [];
    return owner === undefined ? short(text) : `${type === 'assumed-role' ? 'session' : type} ${short(name!)} of ${owner}`;
  });
  return listed(names, 'and') || (element.open ? 'whoever is still to be filled in' : 'nobody');
}

function actionsOf({ action, notAction }: Statement, all: 'everything' | 'anything'): string {
  const list = action ?? notAction;
  const names = list?.values.map(({ text }) => (/^(\*|(sqs|kms):\*)$/i.test(text) ? `do ${all}` : `call ${text}`)) ?? [];
  if (!list || names.length === 0) return list?.open ? 'call what is still to be filled in' : 'do nothing';
  if (notAction) return `do ${all} but ${listed(notAction.values.map(({ text }) => text), 'and')}`;
  if (names.includes(`do ${all}`)) return `do ${all}`;
  return listed([names[0]!, ...names.slice(1).map((name) => name.replace('call ', ''))], 'and');
}

/** What a Deny tests in the negative reads best the other way round: "unless one of them holds". */
function conditionsOf({ condition }: Statement, effect: 'Allow' | 'Deny'): string {
  const tests = condition?.tests ?? [];
  if (tests.length === 0) return condition?.open ? ', under conditions that are still to be filled in' : '';
  const more = condition!.open ? ' (and perhaps more)' : '';
  const spared = effect === 'Deny' ? tests.flatMap((test) => exemption(test) ?? []) : [];
  const wanted = tests.filter((test) => effect === 'Allow' || exemption(test) === undefined).map(phrase);
  const when = wanted.length > 0 ? ` when ${wanted.join(' and ')}` : '';
  return `${when}${spared.length > 0 ? `${when && ','} unless ${spared.join(' or ')}` : ''}${more}`;
}

/** Whom the test of a Deny spares, where that is the plainer way to say it. */
function exemption(test: ConditionTest): string | undefined {
  const { operator, set, ifExists } = facts.parseOperator(test.operator.text);
  if (!operator || set || operator.family === 'null') return undefined;
  if (operator.negated) return positive(test);
  const [value, ...others] = test.list.values;
  if (operator.family !== 'bool' || !ifExists || !value || others.length > 0 || !/^(true|false)$/i.test(value.text)) return undefined;
  return `${test.key.text} is ${value.text.toLowerCase() === 'true' ? 'false' : 'true'}`;
}

function phrase(test: ConditionTest): string {
  const { operator, set, ifExists } = facts.parseOperator(test.operator.text);
  const key = test.key.text;
  if (!operator) return `${test.operator.text} ${key} ${listed(test.list.values.map(({ text }) => short(text)), 'or')}`;
  if (operator.family === 'null') return `${key} is ${test.list.values[0]?.text === 'true' ? 'absent' : 'present'}`;
  if (key.toLowerCase() === 'aws:securetransport' && operator.family === 'bool' && !ifExists && test.list.values.length === 1) return test.list.values[0]!.text === 'true' ? 'the call is over TLS' : 'the call is not over TLS';
  if (!operator.negated) return `${positive(test)}${ifExists && !set ? ' or is absent' : ''}`;
  const values = listed(test.list.values.map(({ text }) => short(text)), 'or');
  const comparison = comparisonOf(test);
  if (set) return `${set === 'ForAnyValue' ? 'a value of' : 'every value of'} ${key} is not ${comparison}${values}`;
  return `${key} is not ${comparison}${values}, or is absent`;
}

/** The test without its negation. */
function positive(test: ConditionTest): string {
  const { set } = facts.parseOperator(test.operator.text);
  const values = listed(test.list.values.map(({ text }) => short(text)), 'or') || 'a value that is still to be filled in';
  const subject = set === 'ForAnyValue' ? `a value of ${test.key.text}` : set === 'ForAllValues' ? `every value of ${test.key.text}, if there is any,` : test.key.text;
  return `${subject} is ${comparisonOf(test)}${values}`;
}

function comparisonOf(test: ConditionTest): string {
  const { operator } = facts.parseOperator(test.operator.text);
  if (!operator) return '';
  switch (operator.family) {
    case 'ip':
      return 'in ';
    case 'number':
    case 'date': {
      const words = new Map([['less', 'less than '], ['less-or-equal', 'at most '], ['greater', 'more than '], ['greater-or-equal', 'at least ']]);
      return words.get(operator.comparison ?? '') ?? '';
    }
    default:
      return (operator.wildcard || operator.family === 'arn') && test.list.values.some(({ text }) => /[*?]/.test(text)) ? 'like ' : '';
  }
}

function listed(texts: readonly string[], word: 'and' | 'or'): string {
  const shown = texts.length > 4 ? [...texts.slice(0, 3), `${texts.length - 3} more`] : texts;
  const joiner = texts.length > 4 ? 'and' : word;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} ${joiner} ${shown.at(-1)!}`;
}

function short(text: string): string {
  return text.length > 90 ? `${text.slice(0, 60)}…${text.slice(-25)}` : text;
}

function capital(text: string): string {
  return /^(account|role|user|session|nobody|whoever) /.test(text) || text === 'nobody' ? text[0]!.toUpperCase() + text.slice(1) : text;
}
