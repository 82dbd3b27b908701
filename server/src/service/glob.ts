/** The globs of the configuration and of the command: `*` and `?` within a path segment, `**` over segments, `{a,b}` for alternatives. */

/** More alternatives than a person writes; beyond it the rest is left out, so that `{a,b}{a,b}…` cannot blow up. */
const MOST_ALTERNATIVES = 256;
/** No system has longer paths. */
export const LONGEST_GLOB = 4_096;
/** Braces within braces; those further in are characters like others. */
const DEEPEST = 16;

/** Whether the path matches. Paths are relative, with `/`; letter case counts. A glob that is too long matches nothing. */
export function matchesGlob(glob: string, path: string): boolean {
  return globMatcher(glob)(path);
}

/** For many paths. */
export function globMatcher(glob: string): (path: string) => boolean {
  if (glob.length > LONGEST_GLOB) return () => false;
  const alternatives = expandBraces(glob).map((plain) => plain.replace(/^(?:\.?\/)+/, '').split('/'));
  return (path) => {
    const segments = path.split('/');
    return alternatives.some((plain) => matchSegments(plain, segments));
  };
}

/** Whether the text is a glob rather than a path. */
export function isGlob(text: string): boolean {
  return /[*?{]/.test(text);
}

/** The folders before the first segment with a wildcard: where a search for the glob begins. Empty for the folder that it is relative to. */
export function globBase(glob: string): string {
  const segments = glob.split('/');
  const first = segments.findIndex(isGlob);
  return segments.slice(0, first < 0 ? -1 : first).join('/');
}

/** Every way to take one of the alternatives of each pair of braces. A brace without its other one is a character. */
function expandBraces(glob: string): string[] {
  const closing = closingBraces(glob);
  const expand = (start: number, end: number, depth: number): string[] => {
    let found = [''];
    let at = start;
    while (at < end) {
      const close = depth < DEEPEST ? closing.get(at) : undefined;
      const choices = close === undefined ? [glob.slice(at, (at = nextBrace(at + 1, end)))] : splitChoices(at + 1, close).flatMap(([from, to]) => expand(from, to, depth + 1));
      found = found.flatMap((before) => choices.map((choice) => before + choice)).slice(0, MOST_ALTERNATIVES);
      if (close !== undefined) at = close + 1;
    }
    return found;
  };
  const nextBrace = (from: number, end: number): number => {
    const at = glob.indexOf('{', from);
    return at < 0 || at > end ? end : at;
  };
  /** The spans between the commas of a pair of braces, not those of the pairs within. */
  const splitChoices = (start: number, end: number): (readonly [number, number])[] => {
    const spans: (readonly [number, number])[] = [];
    let from = start;
    for (let at = start; at < end; at++) {
      if (closing.has(at)) at = closing.get(at)!;
      else if (glob[at] === ',') {
        spans.push([from, at]);
        from = at + 1;
      }
    }
    return [...spans, [from, end]];
  };
  return expand(0, glob.length, 0);
}

/** The place of each opening brace that has its closing one, with the place of that. */
function closingBraces(glob: string): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < glob.length; at++) {
    if (glob[at] === '{') open.push(at);
    else if (glob[at] === '}' && open.length > 0) closing.set(open.pop()!, at);
  }
  return closing;
}

/** `**` stands for any number of segments, also for none. */
function matchSegments(glob: readonly string[], path: readonly string[]): boolean {
  return matchSequence(glob, path, (part) => part === '**', matchSegment);
}

function matchSegment(glob: string, segment: string): boolean {
  return matchSequence([...glob], [...segment], (c) => c === '*', (g, c) => g === '?' || g === c);
}

/** The usual matching of wildcards with one step back to the last of them: at most the product of both lengths. */
function matchSequence<T>(glob: readonly T[], items: readonly T[], isAny: (g: T) => boolean, matches: (g: T, item: T) => boolean): boolean {
  let g = 0;
  let i = 0;
  let lastAny = -1;
  let resume = 0;
  while (i < items.length) {
    if (g < glob.length && isAny(glob[g]!)) {
      lastAny = g++;
      resume = i;
    } else if (g < glob.length && matches(glob[g]!, items[i]!)) {
      g++;
      i++;
    } else if (lastAny >= 0) {
      g = lastAny + 1;
      i = ++resume;
    } else return false;
  }
  while (g < glob.length && isAny(glob[g]!)) g++;
  return g === glob.length;
}
