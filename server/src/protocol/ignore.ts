/** Accepting a finding: one more entry in the configuration file, made where there is none yet. */
import type { WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CONFIGURATION_FILE, suppress } from '../service/configuration';
import type { Workspace } from '../service';
import type { ClientAbilities } from './capabilities';
import type { IgnoreParams } from './messages';
import { toRange } from './positions';

const REASON = '<why this is accepted>';

/** The edit; undefined where the arguments are not what a code action of ours sends, or the file is no object to write into. */
export function ignoreEdit(params: unknown, existing: { readonly text: string | undefined; readonly version: number | null }, workspace: Workspace, can: ClientAbilities): WorkspaceEdit | undefined {
  if (!isIgnore(params)) return undefined;
  const { configuration: uri, suppression, reason, expires } = params;
  const { text, version } = existing;
  // From now on the file counts and the editor's settings do not: what they say moves into it.
  const settings = { ...(workspace.profile !== 'recommended' && { profile: workspace.profile }), ...(Object.keys(workspace.levels).length > 0 && { rules: workspace.levels }) };
  const changes = suppress(text, { ...suppression, reason: reason?.trim() || REASON, ...(expires !== undefined && { expires }) }, text === undefined ? settings : {});
  if (changes.length === 0) return undefined;
  const document = TextDocument.create(uri, 'json', 0, text ?? '');
  const edits = changes.map((change) => ({ range: toRange(document, change.range), newText: change.newText }));
  if (text !== undefined && !can.versionedEdits) return { changes: { [uri]: edits } };
  return { documentChanges: [...(text === undefined ? [{ kind: 'create' as const, uri, options: { ignoreIfExists: true } }] : []), { textDocument: { uri, version }, edits }] };
}

/** An argument of a command may come from anywhere. */
export function isIgnore(params: unknown): params is IgnoreParams {
  if (typeof params !== 'object' || params === null) return false;
  const { configuration, document, suppression, reason, expires } = params as Partial<Record<keyof IgnoreParams, unknown>>;
  if (typeof configuration !== 'string' || !configuration.endsWith(`/${CONFIGURATION_FILE}`) || typeof document !== 'string') return false;
  if (![reason, expires].every((value) => value === undefined || typeof value === 'string')) return false;
  if (typeof suppression !== 'object' || suppression === null) return false;
  const entries = Object.entries(suppression);
  return entries.every(([key, value]) => ['rule', 'file', 'policy', 'sid', 'statement'].includes(key) && typeof value === 'string') && 'rule' in suppression && 'file' in suppression;
}
