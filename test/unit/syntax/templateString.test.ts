import { describe, expect, test } from 'vitest';
import { parseJson, type ScalarNode } from '../../../server/src/syntax';

const read = (value: string) => {
  const text = `{ "a": ${value}, "b": "c" }`;
  const tree = parseJson(text);
  const root = tree.root;
  const members = root?.kind === 'object' ? root.members : [];
  return { text, tree, members, scalar: members[0]?.value as ScalarNode | undefined };
};

describe('strings whose expressions have quotes of their own', () => {
  test.each([
    ['"${join("", [x])}"', ['${join("", [x])}']],
    ['"${join(",", aws_sqs_queue.q.*.arn)}"', ['${join(",", aws_sqs_queue.q.*.arn)}']],
    ['"arn:aws:sqs:${lookup(var.regions, "orders")}:${var.account}:q"', ['${lookup(var.regions, "orders")}']],
    ['"${var.names["orders"]}-${var.names["returns"]}"', ['${var.names["orders"]}', '${var.names["returns"]}']],
    ['"${replace(x, "}", "\\"")}"', ['${replace(x, "}", "\\"")}']],
    ['"%{ if kind == "fifo" }orders.fifo%{ endif }"', ['%{ if kind == "fifo" }']],
    ['"{{ lookup("queue", x) }}"', ['{{ lookup("queue", x) }}']],
    ['"{{ index .Values "queue" }}"', ['{{ index .Values "queue" }}']],
    ['"<%= ENV["QUEUE"] %>"', ['<%= ENV["QUEUE"] %>']],
  ])('%s', (value, holes) => {
    const { text, tree, members, scalar } = read(value);
    expect(members.map(({ key }) => key.value)).toEqual(['a', 'b']);
    expect(scalar!.value).toBe(value.slice(1, -1));
    expect(scalar!.parts.filter(({ kind }) => kind === 'hole').map((part) => part.text)).toEqual(holes);
    for (const part of scalar!.parts) expect(text.slice(part.range.start, part.range.end)).toBe(part.text);
    // A template is no fault of JSON.
    expect([...new Set(tree.faults.map(({ code }) => code))]).toEqual(['placeholder']);
  });

  test('what stands round them is decoded', () => {
    const { scalar } = read('"\\u0061rn:${x["a"]}\\n"');
    expect(scalar!.value).toBe('arn:${x["a"]}\n');
  });

  test.each([
    ['a brace that is missing', '"${aws:username", "d": "}"'],
    ['a name before the quote', '"${queue", "d": "}"'],
    ['an expression without quotes', '"${queue_arn}"'],
    ['quotes that are escaped, as JSON wants them', '"${join(\\"\\", [x])}"'],
    ['braces in words', '"a {{ b", "d": "c }}"'],
  ])('are read as JSON reads them: %s', (_, value) => {
    const { tree, text } = read(value);
    expect(tree.faults).toEqual([]);
    expect(Object.keys(JSON.parse(text) as object)).toEqual((tree.root?.kind === 'object' ? tree.root.members : []).map(({ key }) => key.value));
  });
});
