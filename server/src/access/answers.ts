/** Answers, and how they are remembered: with all that they rest on. */
import type { Answered, Hole, Memory, PolicyKind } from '../policy';
import type { AccessRequest } from './request';

/** Whether there is such a request. */
export type Satisfiable =
  | { readonly is: 'yes'; readonly witness: AccessRequest }
  /** Nothing is left to be tried. */
  | { readonly is: 'no' }
  | { readonly is: 'depends'; readonly on: readonly Hole[] };

/** Beside the statements asked about, all that an answer rests on: what is added to a question's options belongs here as well. */
export interface Circumstances {
  readonly kind: PolicyKind;
  readonly owner?: string | undefined;
  /** What else the one who asks knows of the queue or key, and of the place where the policy stands; equal texts say the same. */
  readonly context?: string | undefined;
  readonly memory?: Memory | undefined;
}

/** Without a question's name it is worked out in any case. `most`: the steps that may be taken. */
export function answered<T>(question: string | number | undefined, { kind, owner, context, memory }: Circumstances, most: number, work: () => Answered<T>): Answered<T> {
  if (question === undefined || !memory) return work();
  return memory.answered(`${kind} ${owner} ${context ?? ''}|${question}`, most, work);
}
