/** What the service knows around a document: the configuration that holds for it. Immutable; a change makes a new one. */
import type { PolicyKind } from '../policy';
import type { Suppression } from '../rules/configurationRule';
import type { Level, Profile } from '../rules/rule';

export interface Workspace {
  readonly profile: Profile;
  readonly levels: Readonly<Record<string, Level>>;
  /** The kind that the configuration gives the policies of a file; undefined: found out. */
  readonly kindOf: (path: string) => PolicyKind | undefined;
  /** The account that owns the queues and keys. */
  readonly account?: string;
  readonly zone: { readonly accounts: readonly string[]; readonly organizations: readonly string[] };
  readonly suppressions: readonly Suppression[];
  /** Today's date in UTC, for suppressions that end: `2026-11-24`. */
  readonly today: () => string;
  /** What is shown above policies and statements. */
  readonly codeLens: { readonly statements: boolean; readonly policy: boolean };
  /** True where the editor's own JSON service reports syntax errors. */
  readonly syntaxReportedElsewhere: boolean;
}

export const defaultWorkspace: Workspace = { profile: 'recommended', levels: {}, kindOf: () => undefined, zone: { accounts: [], organizations: [] }, suppressions: [], today: () => new Date().toISOString().slice(0, 10), codeLens: { statements: true, policy: true }, syntaxReportedElsewhere: false };
