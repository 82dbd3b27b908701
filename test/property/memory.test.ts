/**
 * What is remembered from the text before a change never changes what is said of the text after it: sessions of edits, each text judged by
 * a service that has seen all before it and by rules that remember nothing.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { PolicyKind } from '../../server/src/policy';
import type { Rule } from '../../server/src/rules/rule';
import { fixtures } from './policies';

type Engine = typeof import('./memoryEngine');

/** The modules anew, with answers of their own. */
async function load(): Promise<Engine> {
  vi.resetModules();
  return import('./memoryEngine');
}

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

interface Edit {
  readonly at: number;
  readonly of: number;
  readonly what: 'replace' | 'insert' | 'remove' | 'double' | 'letter' | 'twist' | 'version';
}

const edit = fc.record<Edit>({ at: fc.nat(), of: fc.nat(), what: fc.constantFrom('replace', 'insert', 'remove', 'double', 'letter', 'twist', 'twist', 'version') });
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

/** The text after each edit. */
function texts({ kind, first, edits }: { readonly kind: PolicyKind; readonly first: readonly number[]; readonly edits: readonly Edit[] }): string[] {
  const all = statements[kind]!;
  const pick = (n: number): string => all[n % all.length]!;
  const list = first.map(pick);
  let version = '2012-10-17';
  const written = (): string => `{\n  "Version": "${version}",\n  "Statement": [\n${list.join(',\n')}\n  ]\n}\n`;
  const found = [written()];
  for (const { at, of, what } of edits) {
    const place = list.length === 0 ? 0 : at % list.length;
    if (what === 'replace') list.splice(place, 1, pick(of));
    else if (what === 'insert') list.splice(place, 0, pick(of));
    else if (what === 'remove') list.splice(place, 1);
    else if (what === 'double') list.push(...list.slice(place, place + 1));
    else if (what === 'version') version = version === '2012-10-17' ? '2008-10-17' : '2012-10-17';
    else if (what === 'twist' && list.length > 0) list[place] = twisted(list[place]!, of);
    else if (list.length > 0) list[place] = list[place]!.slice(0, of % list[place]!.length) + 'x' + list[place]!.slice(of % list[place]!.length);
    found.push(written());
  }
  return found;
}

async function compare(rules: ((engine: Engine) => readonly Rule[]) | undefined, runs: number): Promise<{ readonly texts: number; readonly findings: number }> {
  const [remembering, forgetful] = [await load(), await load()];
  const memory = remembering.remember();
  const seen = { texts: 0, findings: 0 };
  fc.assert(
    fc.property(session, fc.constantFrom('recommended' as const, 'strict' as const), (given, profile) => {
      for (const text of texts(given)) {
        forgetful.forget();
        const without = forgetful.judge(text, given.kind, profile, undefined, rules?.(forgetful));
        const within = remembering.judge(text, given.kind, profile, memory, rules?.(remembering));
        expect(within).toEqual(without);
        seen.texts++;
        seen.findings += without.length;
      }
    }),
    { numRuns: runs },
  );
  return seen;
}

test('a text is judged alike, whatever was there before', async () => {
  const seen = await compare(undefined, 250);
  expect(seen.texts).toBeGreaterThan(750);
  expect(seen.findings).toBeGreaterThan(5_000);
});

test('a rule that looks at the statement beside, and says that it does not, is found', async () => {
  const planted = ({ copyOf }: Engine): readonly Rule[] => [
    {
      meta: { ...copyOf('unique-sid').meta, scope: 'statement' },
      *check(policy) {
        for (const statement of policy.statements) if (policy.statements.length % 2 === 0) yield { node: statement.node.members[0]?.key ?? statement.node, statement, message: 'an even number of statements' };
      },
    },
  ];
  await expect(compare(planted, 100)).rejects.toThrow();
});
