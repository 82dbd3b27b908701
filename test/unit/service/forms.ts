/** A policy in the three forms it is kept in, with a cursor written as `|`. */
import { findPolicies, type PolicyDocument } from '../../../server/src/documents';
import { parseJson, type TextChange } from '../../../server/src/syntax';

export interface Cursor {
  readonly document: PolicyDocument;
  readonly offset: number;
  /** The policy's own text after changes of the document. */
  readonly after: (changes: readonly TextChange[]) => string;
}

export const forms = ['plain', 'attributes', 'cloudformation'] as const;
export type Form = (typeof forms)[number];

/** `text` holds one `|`. */
export function withCursor(text: string, form: Form = 'plain', name = 'queue-policy.json'): Cursor {
  const [head, tail] = text.split('|') as [string, string];
  const [before, behind] = around(form, /"kms:/.test(text) ? 'AWS::KMS::Key' : 'AWS::SQS::QueuePolicy');
  const encode = (part: string): string => (form === 'attributes' ? JSON.stringify(part).slice(1, -1) : part);
  const whole = before + encode(head + tail) + behind;
  return {
    document: findPolicies(whole, { name }),
    offset: before.length + encode(head).length,
    after(changes) {
      const changed = apply(whole, changes);
      if (form !== 'attributes') return changed.slice(before.length, changed.length - behind.length);
      const { Policy, Attributes } = JSON.parse(changed) as { Policy?: string; Attributes?: { Policy: string } };
      return (Policy ?? Attributes?.Policy)!;
    },
  };
}

function around(form: Form, type: string): readonly [string, string] {
  if (form === 'plain') return ['', ''];
  // The Policy attribute is a queue's; get-key-policy prints a lone Policy.
  if (form === 'attributes') return type === 'AWS::KMS::Key' ? ['{"Policy": "', '"}'] : ['{"QueueUrl": "q", "Attributes": {"Policy": "', '"}}'];
  const property = type === 'AWS::KMS::Key' ? 'KeyPolicy' : 'PolicyDocument';
  return [`{"Resources": {"P": {"Type": "${type}", "Properties": {"${property}": `, '}}}}'];
}

/** Changes in any order; none overlap. */
export function apply(text: string, changes: readonly TextChange[]): string {
  const sorted = [...changes].sort((a, b) => b.range.start - a.range.start);
  return sorted.reduce((result, { range, newText }) => result.slice(0, range.start) + newText + result.slice(range.end), text);
}

export function parses(text: string): boolean {
  return parseJson(text).faults.length === 0;
}
