/** Answers, and how they are remembered: with all that they rest on. */
import type { Answered, Hole, Memory, Policy, PolicyKind } from '../policy';
import type { TreeNode } from '../syntax';
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

/** Where an answer tells what it depends on. */
export interface HolesIn<T> {
  readonly of: (answer: T) => readonly Hole[];
  readonly put: (answer: T, holes: readonly Hole[]) => T;
}

/** In the place of the policy as a whole, which is another one after each keystroke. */
const WHOLE: TreeNode = { kind: 'hole', range: { start: 0, end: 0 }, label: '' };

/** Without a question's name it is worked out in any case. `most`: the steps that may be taken. */
export function answered<T>(question: string | undefined, { node }: Policy, { kind, owner, context, memory }: Circumstances, most: number, holes: HolesIn<T>, work: () => Answered<T>): Answered<T> {
  if (question === undefined || !memory) return work();
  const found = memory.answered(`${kind} ${owner} ${context ?? ''}|${question}`, most, () => {
    const { answer, steps } = work();
    const named = holes.of(answer);
    // What stands somewhere in the text holds for that text alone.
    return { answer: moved(answer, holes, node, WHOLE), steps, passing: named.some((hole) => hole.node !== node) };
  });
  return { answer: moved(found.answer, holes, WHOLE, node), steps: found.steps };
}

function moved<T>(answer: T, { of, put }: HolesIn<T>, from: TreeNode, to: TreeNode): T {
  const named = of(answer);
  return named.some(({ node }) => node === from) ? put(answer, named.map((hole) => (hole.node === from ? { ...hole, node: to } : hole))) : answer;
}
