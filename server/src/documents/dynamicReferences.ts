/**
 * `{{resolve:ssm:name}}` is replaced when the template is deployed: an open value, also where intrinsics stand within it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html (2026-11)
 */
import type { Part, ScalarNode } from '../syntax';
import { slice } from './textParts';

const DYNAMIC = /\{\{resolve:(?:[^{}]|\$\{[^{}]*\})*\}\}/g;

/** The string with each of its dynamic references as one hole. */
export function dynamicReferences(node: ScalarNode): ScalarNode {
  if (!node.value.includes('{{resolve:')) return node;
  const spans = [...node.value.matchAll(DYNAMIC)].map(({ index, 0: text }) => ({ start: index, end: index + text.length, text }));
  if (spans.length === 0) return node;
  const parts: Part[] = [];
  let at = 0;
  for (const { start, end, text } of spans) {
    parts.push(...partsWithin(node, at, start));
    const within = partsWithin(node, start, end);
    parts.push({ kind: 'hole', text, range: { start: within[0]!.range.start, end: within.at(-1)!.range.end } });
    at = end;
  }
  parts.push(...partsWithin(node, at, node.value.length));
  return { kind: 'scalar', type: 'string', range: node.range, value: node.value, parts };
}

/** What stands between two offsets of the value; a hole that reaches out of them is in it as a whole. */
function partsWithin({ parts }: ScalarNode, start: number, end: number): Part[] {
  const found: Part[] = [];
  let at = 0;
  for (const part of parts) {
    const next = at + part.text.length;
    if (at < end && next > start) found.push(part.kind === 'text' ? slice(part, Math.max(start - at, 0), Math.min(end - at, part.text.length)) : part);
    at = next;
  }
  return found;
}
