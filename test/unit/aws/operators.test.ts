import { describe, expect, test } from 'vitest';
import { facts } from '../../../server/src/aws';

const parse = facts.parseOperator;

describe('operators', () => {
  test('families', () => {
    const count = (family: string) => facts.operators.filter((operator) => operator.family === family).length;
    expect(['string', 'number', 'date', 'bool', 'binary', 'ip', 'arn', 'null'].map(count)).toEqual([6, 6, 6, 1, 1, 2, 4, 1]);
  });
  test('those with Not in their name are negated', () => {
    for (const { name, negated } of facts.operators) expect(negated, name).toBe(/Not/.test(name));
  });
  test('wildcards: Like operators and all on ARNs', () => {
    expect(facts.operators.filter(({ wildcard }) => wildcard).map(({ name }) => name))
      .toEqual(['StringLike', 'StringNotLike', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike']);
  });
});

describe('reading an operator', () => {
  test.each(facts.operators.map(({ name }) => name))('%s with every prefix and suffix', (name) => {
    for (const set of [undefined, 'ForAllValues', 'ForAnyValue']) {
      for (const ifExists of [false, true]) {
        const text = `${set === undefined ? '' : `${set}:`}${name}${ifExists ? 'IfExists' : ''}`;
        const parsed = parse(text);
        expect(parsed).toMatchObject({ text, base: name, ifExists, operator: { name } });
        expect(parsed.set).toBe(set);
        expect(parsed.problem).toBe(name === 'Null' && ifExists ? 'if-exists-on-null' : undefined);
      }
    }
  });
  test.each([
    ['stringequals', 'letter-case', 'StringEquals'],
    ['ForAnyvalue:stringLikeIfExists', 'letter-case', 'ForAnyValue:StringLikeIfExists'],
    ['StringEqual', 'unknown-operator', 'StringEquals'],
    ['StringLikes', 'unknown-operator', 'StringLike'],
    ['ArnLikeIfExist', 'unknown-operator', 'ArnLikeIfExists'],
    ['StringEqualsExists', 'unknown-operator', 'StringEqualsIfExists'],
    ['IPAddress', 'letter-case', 'IpAddress'],
    ['ForAllValue:StringLike', 'unknown-set-prefix', 'ForAllValues:StringLike'],
    ['ForAnyValues:StringLike', 'unknown-set-prefix', 'ForAnyValue:StringLike'],
    ['ForAnyValues:StringLikes', 'unknown-operator', 'ForAnyValue:StringLike'],
    ['NullIfExists', 'if-exists-on-null', 'Null'],
    ['ForSome:StringLike', 'unknown-set-prefix', undefined],
    ['Regex', 'unknown-operator', undefined],
    ['', 'unknown-operator', undefined],
    [':', 'unknown-operator', undefined],
    ['IfExists', 'unknown-operator', undefined],
    ['constructor', 'unknown-operator', undefined],
  ])('%s: %s, nearest %s', (text, problem, nearest) => {
    const parsed = parse(text);
    expect(parsed.problem).toBe(problem);
    expect(parsed.nearest).toBe(nearest);
  });
  test('what it proposes has no problem', () => {
    for (const text of ['stringequals', 'NullIfExists', 'ForAllValue:ArnLikes', 'nullifexists']) {
      const { nearest } = parse(text);
      if (nearest !== undefined) expect(parse(nearest).problem).toBeUndefined();
    }
  });
});
