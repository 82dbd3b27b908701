/** Documents in a form that is not read yet. Where one may hold a policy the status item says so: silence would read as "nothing is wrong". */
import type * as vscode from 'vscode';
import { looksLikePolicy } from './looksLikePolicy';

/** By VS Code's language ids; those of Terraform come with its extensions. */
const names: ReadonlyMap<string, string> = new Map([
  ['yaml', 'YAML'],
  ['terraform', 'Terraform'],
  ['hcl', 'HCL'],
]);

export const otherLanguages = [...names.keys()].map((language) => ({ language }));

/** What the status item says; undefined for a document that is read, or that holds no policy by its words. */
export function otherSyntaxOf(document: vscode.TextDocument): string | undefined {
  const name = names.get(document.languageId);
  return name !== undefined && looksLikePolicy(document.getText()) ? `${name} is not read yet, only JSON is` : undefined;
}
