/** Whether a template engine fills a file in before AWS sees it. */
import { valuesOf, type Policy } from '../policy';
import type { Tree } from '../syntax';

const TEMPLATE_NAME = /\.(tpl|tftpl|tmpl|j2|jinja2?|erb|mustache|hbs|template)$/i;
const ENGINE_SIGN = /\$\{|\{\{|#\{|<%/;
/** What differs from one deployment to the next, written out. */
const ACCOUNT = /(?:^|[^0-9])\d{12}(?:[^0-9]|$)/;

/** By its name, by what stands where JSON has a value, or because an engine's placeholders stand in most places where an account is written out otherwise. */
export function isTemplateFile(name: string, tree: Tree, policies: readonly Policy[]): boolean {
  if (TEMPLATE_NAME.test(name) || tree.faults.some(({ code }) => code === 'placeholder')) return true;
  if (!ENGINE_SIGN.test(tree.text)) return false;
  let filled = 0;
  let written = 0;
  for (const { statements } of policies)
    for (const statement of statements)
      for (const value of valuesOf(statement)) {
        if (!value.known && value.pieces.some((piece) => piece.kind === 'hole' && piece.by === 'engine')) filled++;
        else if (ACCOUNT.test(value.text) || (!value.known && value.pieces.some((piece) => piece.kind === 'hole' && piece.by === 'person'))) written++;
      }
  return filled > written;
}
