/** What the host puts in place of a reference, in words; and the fix that refers to the ARN of the same thing. */
import type { HoleType, Value } from '../policy';
import type { Span } from '../syntax';
import type { Fix } from './rule';

const IDS = new Set(['a key', 'a VPC', 'a VPC endpoint']);

/** `the URL of a queue`, `the name of a bucket`, `the ARN of a topic`, `an account ID`. */
export function described(type: HoleType): string {
  switch (type.is) {
    case 'account':
      return 'an account ID';
    case 'region':
      return 'a Region';
    case 'partition':
      return 'a partition';
    case 'domain':
      return 'a domain';
    case 'arn':
      return `the ARN of ${type.of}`;
    case 'queue-url':
      return `the URL of ${type.of}`;
    case 'name':
      return `the ${IDS.has(type.of) ? 'ID' : 'name'} of ${type.of}`;
  }
}

/** The whole value becomes the ARN of what it, or a part of it, refers to. */
export function arnFix(value: Value, type: HoleType, fixClass: Fix['class'] = 'repair'): Fix[] {
  const arn = 'arn' in type ? type.arn : undefined;
  return arn === undefined ? [] : [{ title: `Use the ARN of ${'of' in type ? type.of : 'it'}`, class: fixClass, edits: () => [{ kind: 'replaceValue', node: value.node, value: arn }] }];
}

export interface Misplaced {
  readonly type: HoleType;
  readonly span: Span;
  readonly message: string;
}

/** A whole ARN or URL that stands within an ARN, or a part of an ARN in the place of another. */
export function misplacedInArn(value: Value): Misplaced | undefined {
  const { arn } = value;
  if (value.known || !arn) return undefined;
  for (const piece of value.pieces) {
    if (piece.kind !== 'hole' || !piece.type) continue;
    const { type, text, span } = piece;
    if (type.is === 'arn' || type.is === 'queue-url') return { type, span, message: `${text} is ${described(type)}, so this is not an ARN. ${type.is === 'arn' ? 'Use it alone.' : 'Use its ARN.'}` };
    for (const [place, wanted, what] of [['partition', 'partition', 'the partition'], ['region', 'region', 'the Region'], ['account', 'account', 'the account ID']] as const) {
      const segment = arn[place];
      const whole = segment?.span.start === span.start && segment.span.end === span.end;
      if (whole && type.is !== wanted && (type.is === 'account' || type.is === 'region' || type.is === 'partition')) return { type, span, message: `${text} is ${described(type)}, and ${what} belongs here, so no ARN matches.` };
    }
  }
  return undefined;
}
