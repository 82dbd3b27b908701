/** Sids that no statement has yet. */
import type { Policy } from '../policy';

/** The name itself where nothing has it, else with the first number that is free. What was given once is taken. */
export function unusedSids({ statements }: Policy): (sid: string) => string {
  const taken = new Set(statements.flatMap(({ sid }) => sid?.value?.text ?? []));
  // Where the last search for a name ended the next one goes on: a hundred statements may have the same Sid.
  const next = new Map<string, number>();
  return (sid) => {
    let unused = sid;
    let n = next.get(sid) ?? 2;
    while (taken.has(unused)) unused = `${sid}${n++}`;
    next.set(sid, n);
    taken.add(unused);
    return unused;
  };
}
