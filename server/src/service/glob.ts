/** `**` crosses folders, `*` and `?` do not, `{a,b}` is either. A glob without a slash fits the name in any folder. */
export function matchesGlob(glob: string, path: string): boolean {
  const anchored = glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`;
  return toRegExp(anchored).test(path.replaceAll('\\', '/'));
}

const kept = new Map<string, RegExp>();

function toRegExp(glob: string): RegExp {
  let expression = kept.get(glob);
  if (!expression) {
    let depth = 0;
    const source = glob.replace(/\*\*\/|\*\*|\*|\?|[{},]|[.+^$()|[\]\\]/g, (token) => {
      switch (token) {
        case '**/':
          return '(?:.*/)?';
        case '**':
          return '.*';
        case '*':
          return '[^/]*';
        case '?':
          return '[^/]';
        case '{':
          depth++;
          return '(?:';
        case '}':
          return depth-- > 0 ? ')' : '\\}';
        case ',':
          return depth > 0 ? '|' : ',';
        default:
          return `\\${token}`;
      }
    });
    expression = new RegExp(`^${source}${')'.repeat(Math.max(0, depth))}$`);
    if (kept.size > 200) kept.clear();
    kept.set(glob, expression);
  }
  return expression;
}
