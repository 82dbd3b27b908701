import { describe, expect, test } from 'vitest';
import { answered, type Circumstances, type HolesIn } from '../../../server/src/access/answers';
import { Memory, numberOf, readPolicy, type Hole, type Policy } from '../../../server/src/policy';
import { parseJson, type ObjectNode, type ScalarNode, type TreeNode } from '../../../server/src/syntax';

const read = (text: string, memory: Memory, change: (node: TreeNode) => TreeNode = (node) => node) => {
  const tree = parseJson(text);
  return readPolicy(tree, change(tree.root!), 'policy', memory).statements;
};
const policy = (...statements: readonly string[]): string => `{"Version": "2012-10-17", "Statement": [${statements.join(', ')}]}`;

describe('statements of one shape', () => {
  const same = (a: string, b: string): boolean => {
    const memory = new Memory();
    return numberOf(read(a, memory)[0]!) === numberOf(read(b, memory).at(-1)!);
  };

  test.each<[string, string, string]>([
    ['another name', policy('{"Sid": "A", "Effect": "Deny"}'), policy('{"Sid": "B", "Effect": "Deny"}')],
    ['another place', policy('{"Effect": "Deny"}'), policy('{"Effect": "Allow"}', '{"Effect": "Deny"}')],
    ['other spacing', policy('{"Effect": "Deny"}'), policy('{\n\t"Effect":"Deny" }')],
  ])('%s', (_, a, b) => expect(same(a, b)).toBe(true));

  test.each<[string, string, string]>([
    ['another effect', policy('{"Effect": "Deny"}'), policy('{"Effect": "Allow"}')],
    ['a name, or none', policy('{"Sid": "A", "Effect": "Deny"}'), policy('{"Effect": "Deny"}')],
    ['a name that is no text', policy('{"Sid": 5, "Effect": "Deny"}'), policy('{"Sid": "5", "Effect": "Deny"}')],
    ['a name that is still to be typed', policy('{"Sid": , "Effect": "Deny"}'), policy('{"Sid": "", "Effect": "Deny"}')],
    ['the first of two names', policy('{"Sid": "A", "Sid": "B"}'), policy('{"Sid": "C", "Sid": "B"}')],
    ['one of two, the other way round', policy('{"Effect": "Deny", "Effect": "Allow"}'), policy('{"Effect": "Allow", "Effect": "Deny"}')],
    ['a number, or its text', policy('{"Condition": {"Bool": {"a": true}}}'), policy('{"Condition": {"Bool": {"a": "true"}}}')],
    ['one value, or a list of it', policy('{"Action": "sqs:SendMessage"}'), policy('{"Action": ["sqs:SendMessage"]}')],
    ['a value cut in two', policy('{"Action": ["ab", "c"]}'), policy('{"Action": ["a", "bc"]}')],
    ['text that looks like the end of a value', policy('{"Action": "a", "Resource": "b"}'), policy(`{"Action": ${JSON.stringify('a"8:Resource:"1:b')}}`)],
    ['an escape', policy('{"Action": "\\u2014\\n"}'), policy('{"Action": "—\\n"}')],
    ['a statement that is not whole', policy('{"Effect": "Deny"}'), '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny"'],
    ['the Version', policy('{"Effect": "Deny"}'), policy('{"Effect": "Deny"}').replace('2012-10-17', '2008-10-17')],
    ['no Version', policy('{"Effect": "Deny"}'), '{"Statement": [{"Effect": "Deny"}]}'],
  ])('not with %s', (_, a, b) => expect(same(a, b)).toBe(false));

  test('what a name stands for counts, wherever that is told', () => {
    const text = policy('{"Action": "*actions"}');
    const [object] = (parseJson(text).root as ObjectNode).members.flatMap(({ value }) => (value?.kind === 'array' ? value.items : []));
    const { range } = (object as ObjectNode).members[0]!.value as ScalarNode;
    const list = (...values: readonly string[]): TreeNode => ({ kind: 'array', range, open: false, items: values.map((value) => ({ kind: 'scalar', type: 'string', range, value, plain: true, parts: [{ kind: 'text', text: value, range }] })) });
    const meanings: readonly TreeNode[] = [
      list('sqs:SendMessage'),
      list('sqs:ReceiveMessage'),
      { kind: 'hole', range, label: '*actions' },
      { kind: 'choice', range, alternatives: [list('sqs:SendMessage')] },
      { kind: 'choice', range, alternatives: [list('sqs:SendMessage'), undefined] },
      { kind: 'scalar', type: 'string', range, value: '*actions', parts: [{ kind: 'hole', text: '*actions', range }] },
      { kind: 'scalar', type: 'string', range, value: '*actions', parts: [{ kind: 'hole', text: '*actions', range, type: { is: 'region' } }] },
    ];
    const memory = new Memory();
    /** An alias of another language: the text is the same, what is read in its place is not. */
    const meaning = (instead: TreeNode) => (node: TreeNode): TreeNode => {
      switch (node.kind) {
        case 'object':
          return { ...node, members: node.members.map((member) => ({ ...member, ...(member.value && { value: meaning(instead)(member.value) }) })) };
        case 'array':
          return { ...node, items: node.items.map(meaning(instead)) };
        default:
          return node.kind === 'scalar' && node.value === '*actions' ? instead : node;
      }
    };
    const numbers = meanings.map((one) => numberOf(read(text, memory, meaning(one))[0]!));
    expect(new Set(numbers).size).toBe(meanings.length);
    expect(meanings.map((one) => numberOf(read(text, memory, meaning(one))[0]!))).toEqual(numbers);
  });
});

describe('an answer', () => {
  const work = (answer: string, steps = 1) => () => ({ answer, steps });
  const [one, other] = ['{"Statement": []}', ' {"Statement": []}'].map((text) => readPolicy(parseJson(text), parseJson(text).root!)) as [Policy, Policy];
  const none: HolesIn<string> = { of: () => [], put: (answer) => answer };
  const ask = (question: string | undefined, circumstances: Circumstances, answer: string): string => answered(question, one, circumstances, 10, none, work(answer)).answer;

  test.each<[string, Partial<Circumstances>]>([
    ['the kind', { kind: 'key' }],
    ['the owner', { owner: '444455556666' }],
    ['an owner who is not known', { owner: undefined }],
    ['what else is known of the place', { context: 'of two queues' }],
    ['the memory', { memory: new Memory() }],
    ['a memory that is not there', { memory: undefined }],
  ])('rests on %s', (_, other) => {
    const circumstances: Circumstances = { kind: 'queue', owner: '111122223333', memory: new Memory() };
    ask('1|2', circumstances, 'first');
    expect(ask('1|2', circumstances, 'second')).toBe('first');
    expect(ask('1|2', { ...circumstances, ...other }, 'second')).toBe('second');
    expect(ask('1|2', circumstances, 'third')).toBe('first');
  });

  test('without a name of what was asked is worked out each time', () => {
    const circumstances: Circumstances = { kind: 'queue', memory: new Memory() };
    ask(undefined, circumstances, 'first');
    expect(ask(undefined, circumstances, 'second')).toBe('second');
  });

  test('that depends on which queue this is depends on it in the next text, and one that depends on a place in the text is worked out anew', () => {
    const memory = new Memory();
    const holes: HolesIn<readonly Hole[]> = { of: (answer) => answer, put: (_, all) => all };
    let times = 0;
    const dependsOn = (policy: Policy, node: TreeNode): readonly Hole[] =>
      answered(node === policy.node ? 'whole' : 'part', policy, { kind: 'queue', memory }, 10, holes, () => {
        times++;
        return { answer: [{ label: 'which queue', node }], steps: 1 };
      }).answer;
    for (const policy of [one, other, one]) expect(dependsOn(policy, policy.node)).toEqual([{ label: 'which queue', node: policy.node }]);
    expect(times).toBe(1);
    const part = ({ statementMember }: Policy): TreeNode => statementMember!.value!;
    for (const policy of [one, other, one]) expect(dependsOn(policy, part(policy))[0]!.node).toBe(part(policy));
    expect(times).toBe(4);
  });

  test('that was cut short is not kept, and one that would be cut short is cut short', () => {
    const memory = new Memory();
    memory.answered('cut', 5, work('cut', 5));
    expect(memory.answered('cut', 5, work('again', 4)).answer).toBe('again');
    expect(memory.answered('cut', 4, work('cut', 4)).answer).toBe('cut');
    expect(memory.answered('cut', 5, work('never')).answer).toBe('again');
  });
});

describe('it stays small', () => {
  const statement = (i: number): string => policy(`{"Effect": "Allow", "Action": "sqs:Action${i}"}`);

  test('of thousands of shapes none has the number of another, and the last ones are known', () => {
    const memory = new Memory();
    const numbers = Array.from({ length: 2_500 }, (_, i) => numberOf(read(statement(i), memory)[0]!));
    expect(new Set(numbers).size).toBe(2_500);
    expect(numberOf(read(statement(2_499), memory)[0]!)).toBe(numbers.at(-1));
    expect(numberOf(read(statement(0), memory)[0]!)).not.toBe(numbers[0]);
  });

  test.each<[string, (memory: Memory) => void]>([
    ['many answers', (memory) => Array.from({ length: 5_001 }, (_, i) => memory.answered(`${i}`, 10, () => ({ answer: i, steps: 1 })))],
    ['a long text, as soon as something of it is kept', (memory) => (memory.reads(' '.repeat(8_000_001)), memory.answered('another', 10, () => ({ answer: 0, steps: 1 })))],
    ['a long statement', (memory) => memory.shapeOf(' '.repeat(8_000_001))],
  ])('all is forgotten after %s', (_, fill) => {
    const memory = new Memory();
    const asked = (answer: string): string => memory.answered('kept', 10, () => ({ answer, steps: 1 })).answer;
    const shape = memory.shapeOf('kept');
    memory.outspokenIn('kept').set('1', new Set());
    asked('first');
    expect([asked('second'), memory.shapeOf('kept') === shape, memory.outspokenIn('kept').size]).toEqual(['first', true, 1]);
    fill(memory);
    expect([asked('third'), memory.shapeOf('kept') === shape, memory.outspokenIn('kept').size]).toEqual(['third', false, 0]);
  });

  test('a text of which nothing is kept takes no room', () => {
    const memory = new Memory();
    const shape = memory.shapeOf('kept');
    memory.reads(' '.repeat(8_000_001));
    expect(memory.shapeOf('kept')).toBe(shape);
  });
});
