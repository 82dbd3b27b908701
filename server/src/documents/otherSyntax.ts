/** Tells a text that is not JSON. Such a text is neither judged nor written, whatever braces it has: what a fix leaves of it would be JSON. */

const TEMPLATE_ENDING = /\.(?:tpl|tftpl|tmpl|j2|jinja2?|mustache|hbs|erb|template)$/i;
export type OtherSyntax = 'YAML' | 'Terraform' | 'HCL' | 'other';

const BY_NAME: readonly (readonly [RegExp, OtherSyntax])[] = [
  [/\.ya?ml$/i, 'YAML'],
  [/\.(?:tf|tofu|tfvars)$/i, 'Terraform'],
  [/\.hcl$/i, 'HCL'],
  [/\.(?:md|markdown|mdx|rst|adoc|html?|xml|csv|toml|ini|cfg|conf|properties|[cm]?[jt]sx?|py|rb|go|rs|java|kts?|cs|sh|ps1|bat|sql)$/i, 'other'],
];
/** Names under which people keep JSON, also with something pasted around it. A file without an ending is one, and so is standard input. */
const JSON_NAME = /(?:^|[\\/])[^.\\/]*$|\.(?:json[c5]?|txt|policy)$|^-$/i;

/** What may stand before the first word of a text in any of these forms: white space, comments, tags of a template engine. */
const BEFORE = /(?:[\s\uFEFF]+|#(?!\{)[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/|%\{[^}\n]*\}|\{%[^\n]*?%\}|\{\{[^\n]*?\}\}|<%[^\n]*?%>)/y;
const YAML_START = /(?:---(?:\s|$)|%YAML\b|- |(?:[A-Za-z_][\w.:-]*|'[^'\n]*')[ \t]*:(?:\s|$))/y;
const TERRAFORM_START = /(?:resource|data|module|variable|locals|provider|terraform|output|moved|import|removed|check|ephemeral)\b[^\n{[\]]*\{/y;

/**
 * What a text is written in; undefined for JSON, and for what may be meant as JSON. A path decides where its ending is known, else the beginning
 * of the text does.
 */
export function otherSyntax(path: string, text: string): OtherSyntax | undefined {
  const name = path.replace(TEMPLATE_ENDING, '');
  const known = BY_NAME.find(([ending]) => ending.test(name))?.[1];
  if (known !== undefined) return known;
  const start = afterComments(text);
  const first = text[start];
  if (first === undefined) return undefined;
  if (first === '"') return /^[A-Za-z_][\w-]*:(?:\s|$)/m.test(text) ? 'YAML' : undefined;
  const json = JSON_NAME.test(name);
  // A section of an INI or TOML file begins like a list.
  if (first === '{' || first === '[') return !json && /^\[[\w. -]+\][ \t]*$/m.test(text.slice(start, start + 200)) ? 'other' : undefined;
  if (/^---[ \t]*$/m.test(text.slice(0, start)) || startsWith(YAML_START, text, start)) return 'YAML';
  if (startsWith(TERRAFORM_START, text, start)) return 'Terraform';
  return json || /[$<#]/.test(first) ? undefined : 'other';
}

function afterComments(text: string): number {
  let at = 0;
  for (;;) {
    BEFORE.lastIndex = at;
    if (!BEFORE.test(text)) return at;
    at = BEFORE.lastIndex;
  }
}

function startsWith(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** For the user, who is told beside it which file this is. */
export function notReadYet(syntax: OtherSyntax): string {
  return syntax === 'other' ? 'this is not JSON, and only JSON is read' : `${syntax} is not read yet, only JSON is`;
}
