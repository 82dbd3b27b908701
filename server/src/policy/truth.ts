/** Three-valued truth: yes, no, or "depends" on holes that only the host, or a person, can fill. */

/** Something unknown in a policy: where it stands and how it is written there. */
export interface Hole {
  readonly label: string;
  readonly node: import('../syntax/tree').TreeNode;
  /** What text it can be, where the host tells. */
  readonly type?: import('../syntax/tree').HoleType;
}

export type Truth = { readonly is: 'yes' } | { readonly is: 'no' } | { readonly is: 'depends'; readonly on: readonly Hole[] };

export const YES: Truth = { is: 'yes' };
export const NO: Truth = { is: 'no' };
export const depends = (on: readonly Hole[] = []): Truth => ({ is: 'depends', on });
export const truth = (value: boolean): Truth => (value ? YES : NO);

export function not(a: Truth): Truth {
  return a.is === 'yes' ? NO : a.is === 'no' ? YES : a;
}

/** Yes if all are; no as soon as one is no, whatever the others depend on. */
export function all(truths: Iterable<Truth>): Truth {
  let on: Hole[] | undefined;
  for (const t of truths) {
    if (t.is === 'no') return NO;
    if (t.is === 'depends') (on ??= []).push(...t.on);
  }
  return on ? depends(on) : YES;
}

/** Yes as soon as one is yes, whatever the others depend on. */
export function any(truths: Iterable<Truth>): Truth {
  let on: Hole[] | undefined;
  for (const t of truths) {
    if (t.is === 'yes') return YES;
    if (t.is === 'depends') (on ??= []).push(...t.on);
  }
  return on ? depends(on) : NO;
}
