/** The globs of the configuration and of the command: `*` and `?` within a path segment, `**` over segments, `{a,b}` for alternatives. */

/** More alternatives than a person writes; beyond it the rest is left out, so that `{a,b}{a,b}…` cannot blow up. */
const MOST_ALTERNATIVES = 256;

/** Whether the path matches. Paths are relative, with `/`; letter case counts. */
export function matchesGlob(glob: string, path: string): boolean {
  const segments = path.split('/');
  return expandBraces(glob).some((plain) => matchSegments(plain.replace(/^(?:\.?\/)+/, '').split('/'), segments));
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

function expandBraces(glob: string): string[] {
  let found = [''];
  let at = 0;
  while (at < glob.length) {
    const close = glob[at] === '{' ? closingBrace(glob, at) : -1;
    if (close < 0) {
      found = found.map((f) => f + glob[at]);
      at++;
      continue;
    }
    const choices = splitChoices(glob.slice(at + 1, close)).flatMap(expandBraces);
    found = found.flatMap((f) => choices.map((c) => f + c)).slice(0, MOST_ALTERNATIVES);
    at = close + 1;
  }
  return found;
}

function closingBrace(glob: string, open: number): number {
  let depth = 0;
  for (let i = open; i < glob.length; i++) {
    if (glob[i] === '{') depth++;
    if (glob[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

function splitChoices(text: string): string[] {
  const choices = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (character === ',' && depth === 0) choices.push('');
    else choices[choices.length - 1] += character;
  }
  return choices;
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
