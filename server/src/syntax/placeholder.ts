/** What stands unquoted in a template where JSON has a value. */

/** The end of an unquoted `${…}`, `#{…}` or `<…>` that starts at `start`. */
export function placeholderEnd(text: string, start: number): number | undefined {
  const first = text[start];
  if ((first === '$' || first === '#') && text[start + 1] === '{') {
    let depth = 0;
    for (let i = start + 1; i < text.length && i < start + 2000; i++) {
      if (text[i] === '{') depth++;
      else if (text[i] === '}' && --depth === 0) return i + 1;
    }
    return undefined;
  }
  if (first === '<') {
    const match = /^<[^<>\n"]{1,200}>/.exec(text.slice(start, start + 202));
    return match ? start + match[0].length : undefined;
  }
  return undefined;
}
