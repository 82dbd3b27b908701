/** What the service knows around a document: the configuration that holds for it. Immutable; a change makes a new one. */
import type { PolicyKind } from '../policy';
import type { Level, Profile } from '../rules/rule';

export interface Workspace {
  readonly profile: Profile;
  readonly levels: Readonly<Record<string, Level>>;
  /** The kind that the configuration gives the policies of a file; undefined: found out. */
  readonly kindOf: (path: string) => PolicyKind | undefined;
  /** The account that owns the queues and keys. */
  readonly account?: string;
  readonly zone: { readonly accounts: readonly string[]; readonly organizations: readonly string[] };
  /** True where the editor's own JSON service reports syntax errors. */
  readonly syntaxReportedElsewhere: boolean;
}

export const defaultWorkspace: Workspace = { profile: 'recommended', levels: {}, kindOf: () => undefined, zone: { accounts: [], organizations: [] }, syntaxReportedElsewhere: false };
