/**
 * What is remembered from the text before a change never changes what is said of the text after it: sessions of edits, each text judged by
 * a service that has seen all before it and by rules that remember nothing.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Memory, type PolicyKind } from '../../server/src/policy';
import { rules } from '../../server/src/rules';
import type { Rule } from '../../server/src/rules/rule';
import { judge, type Setting } from './memoryEngine';
import { fixtures } from './policies';

const kinds: readonly PolicyKind[] = ['queue', 'dead-letter-queue', 'key'];
/** Statements of the fixtures, as written there. */
const statements: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  kinds.map((kind) => [
    kind,
    fixtures
      .filter((sample) => (sample.kind ?? 'queue') === kind)
      .flatMap(({ text }): string[] => {
        try {
          const { Statement } = JSON.parse(text) as { Statement?: unknown };
          return (Array.isArray(Statement) ? Statement : [Statement]).filter((one) => one !== undefined).map((one) => JSON.stringify(one, null, 2));
        } catch {
          return [];
        }
      }),
  ]),
);

/** What looks almost the same and says something else. */
const twists: readonly (readonly [RegExp, string])[] = [
  [/"Allow"/, '"Deny"'],
  [/"Deny"/, '"Allow"'],
  [/"(Action|Principal|Resource)"/, '"Not$1"'],
  [/"Not(Action|Principal|Resource)"/, '"$1"'],
  [/"(String|Arn)(?=Equals|Like)/, '"$1Not'],
  [/"(String|Arn)Not/, '"$1'],
  [/(?<="(String|Arn)(Not)?)Equals/, 'Like'],
  [/"(\w+(Equals|Like|Bool))"/, '"$1IfExists"'],
  [/(\d)(?=\d{6})/, '7'],
  [/(?<=:)[a-z*]/, 'A'],
  [/(?<=:)\w+"/, '*"'],
];

/** The same statements as a policy of their own, and in a template that says what `Given` is: each time something else. */
const HOSTS: Readonly<Record<string, (policy: string, kind: PolicyKind) => string>> = {
  plain: (policy) => policy,
  ...Object.fromEntries(
    Object.entries({
      text: { Parameters: { Given: { Type: 'String' } } },
      list: { Parameters: { Given: { Type: 'CommaDelimitedList' } } },
      queue: { Resources: { Given: { Type: 'AWS::SQS::Queue' } } },
      bucket: { Resources: { Given: { Type: 'AWS::S3::Bucket' } } },
    }).map(([name, given]: [string, { readonly Parameters?: object; readonly Resources?: object }]) => [
      name,
      (policy: string, kind: PolicyKind): string => {
        const resource = { Type: kind === 'key' ? 'AWS::KMS::Key' : 'AWS::SQS::QueuePolicy', Properties: { ...(kind !== 'key' && { Queues: ['q'] }), [kind === 'key' ? 'KeyPolicy' : 'PolicyDocument']: 'HERE' } };
        return JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', ...given, Resources: { ...given.Resources, Policy: resource } }).replace('"HERE"', () => policy);
      },
    ]),
  ),
};

interface Edit {
  readonly at: number;
  readonly of: number;
  readonly what: 'replace' | 'insert' | 'remove' | 'double' | 'letter' | 'twist' | 'reference' | 'nothing' | 'version' | 'host' | 'kind' | 'account' | 'zone' | 'profile';
}

const edit = fc.record<Edit>({ at: fc.nat(), of: fc.nat(), what: fc.constantFrom('replace', 'insert', 'remove', 'double', 'letter', 'twist', 'twist', 'reference', 'nothing', 'version', 'host', 'host', 'kind', 'account', 'zone', 'profile') });
const session = fc.record({ kind: fc.constantFrom(...kinds), first: fc.array(fc.nat(), { minLength: 2, maxLength: 6 }), edits: fc.array(edit, { minLength: 2, maxLength: 8 }) });

/** The statement with the first twist that changes it, the n-th one first. */
function twisted(statement: string, n: number): string {
  for (let i = 0; i < twists.length; i++) {
    const [from, to] = twists[(n + i) % twists.length]!;
    const changed = statement.replace(from, to);
    if (changed !== statement) return changed;
  }
  return statement;
}

/** The statement with something else in the place of its n-th value. */
function withValue(statement: string, n: number, value: string): string {
  const places = [...statement.matchAll(/(?<=[:[,]\s*)"[^"\n]*"(?=\s*[,\]}])/g)];
  const place = places[n % Math.max(1, places.length)];
  return place ? `${statement.slice(0, place.index)}${value}${statement.slice(place.index + place[0].length)}` : statement;
}

interface Seen {
  readonly text: string;
  readonly setting: Setting;
}

/** The text, and what is known of it, after each edit. */
function texts({ kind, first, edits }: { readonly kind: PolicyKind; readonly first: readonly number[]; readonly edits: readonly Edit[] }): Seen[] {
  const all = statements[kind]!;
  const pick = (n: number): string => all[n % all.length]!;
  const list = first.map(pick);
  const state = { version: '2012-10-17', host: 'plain', setting: { kind, profile: 'recommended', zone: ZONES[0]! } as Setting };
  const seen = (): Seen => ({ text: HOSTS[state.host]!(`{\n  "Version": "${state.version}",\n  "Statement": [\n${list.join(',\n')}\n  ]\n}\n`, state.setting.kind), setting: state.setting });
  const found = [seen()];
  for (const { at, of, what } of edits) {
    const place = list.length === 0 ? 0 : at % list.length;
    const there = list[place];
    if (what === 'replace') list.splice(place, 1, pick(of));
    else if (what === 'insert') list.splice(place, 0, pick(of));
    else if (what === 'remove') list.splice(place, 1);
    else if (what === 'double') list.push(...list.slice(place, place + 1));
    else if (what === 'version') state.version = state.version === '2012-10-17' ? '2008-10-17' : '2012-10-17';
    else if (what === 'host') state.host = Object.keys(HOSTS)[of % Object.keys(HOSTS).length]!;
    else if (what === 'kind') state.setting = { ...state.setting, kind: kinds[of % kinds.length]! };
    else if (what === 'account') state.setting = { ...state.setting, account: [undefined, '111122223333', '444455556666'][of % 3] };
    else if (what === 'zone') state.setting = { ...state.setting, zone: ZONES[of % ZONES.length]! };
    else if (what === 'profile') state.setting = { ...state.setting, profile: of % 2 === 0 ? 'strict' : 'recommended' };
    else if (there === undefined) continue;
    else if (what === 'twist') list[place] = twisted(there, of);
    else if (what === 'reference') list[place] = withValue(there, of, '{ "Ref": "Given" }');
    else if (what === 'nothing') list[place] = withValue(there, of, '');
    else list[place] = there.slice(0, of % there.length) + 'x' + there.slice(of % there.length);
    found.push(seen());
  }
  return found;
}

const ZONES: readonly Setting['zone'][] = [
  { accounts: [], organizations: ['o-a1b2c3d4e5'] },
  { accounts: [], organizations: [] },
  { accounts: ['444455556666', '777788889999'], organizations: [] },
];

function compare(parameters: { readonly numRuns: number; readonly seed?: number; readonly endOnFailure?: boolean }, memory = new Memory(), of: readonly Rule[] = rules): { readonly texts: number; readonly findings: number; readonly undecided: number } {
  const seen = { texts: 0, findings: 0, undecided: 0 };
  fc.assert(
    fc.property(session, (given) => {
      for (const { text, setting } of texts(given)) {
        const without = judge(text, setting, undefined, of);
        expect(judge(text, setting, memory, of)).toEqual(without);
        seen.texts++;
        seen.findings += without.length;
        seen.undecided += without.filter((line) => line.startsWith('undecided')).length;
      }
    }),
    parameters,
  );
  return seen;
}

test('a text is judged alike, whatever was there before', () => {
  const seen = compare({ numRuns: 80 });
  expect(seen.texts).toBeGreaterThan(240);
  expect(seen.findings).toBeGreaterThan(1_500);
  expect(seen.undecided).toBeGreaterThan(50);
}, 180_000);

/** Whether a fault that was made on purpose is found does not hang on luck. */
const PLANTED = { numRuns: 1_000, seed: 1, endOnFailure: true };

test('a rule that looks at the statement beside, and says that it does not, is found', () => {
  const planted: Rule = {
    meta: { ...rules.find(({ meta }) => meta.id === 'unique-sid')!.meta, scope: 'statement' },
    *check(policy) {
      for (const statement of policy.statements) if (policy.statements.length % 2 === 0) yield { node: statement.node.members[0]?.key ?? statement.node, statement, message: 'an even number of statements' };
    },
  };
  expect(() => compare(PLANTED, new Memory(), [planted])).toThrow();
});

/** A memory that takes for one what is not. */
function careless(of: { readonly form?: (form: string) => string; readonly question?: (question: string) => string }): Memory {
  const memory = new Memory();
  const [shapeOf, answered] = [memory.shapeOf.bind(memory), memory.answered.bind(memory)];
  return Object.assign(memory, {
    shapeOf: (form: string) => shapeOf(of.form?.(form) ?? form),
    answered: <T>(question: string, most: number, work: Parameters<typeof answered<T>>[2]) => answered<T>(of.question?.(question) ?? question, most, work),
  });
}

test.each<[string, Memory]>([
  ['what a reference stands for', careless({ form: (form) => form.replace(/<1(?=\{"kind":"hole")|\{"kind":"hole".*?"\}/g, (mark) => (mark === '<1' ? '' : '?')) })],
  ['what may be more than is seen', careless({ form: (form) => form.replaceAll('{+', '{') })],
  ['the kind', careless({ question: (question) => question.replace(/^[a-z-]+ /, '') })],
])('a memory that is blind to %s is found', (_, memory) => {
  expect(() => compare(PLANTED, memory)).toThrow();
}, 180_000);
