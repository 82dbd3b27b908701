/** The few messages of our own. The client imports these types, and nothing else of the server. */
import type { PolicyStatus } from '../service/status';

/** Server -> client, after each validation. */
export const STATUS = 'sqsKmsPolicy/status';

export interface StatusParams {
  readonly uri: string;
  readonly policies: readonly PolicyStatus[];
  /** Why nothing of the document is read: it is not JSON. */
  readonly unread?: string;
}

export type { PolicyStatus } from '../service/status';

/** Client -> server: a whole policy as text. */
export const NEW_POLICY = 'sqsKmsPolicy/newPolicy';

export interface NewPolicyParams {
  readonly kind: 'queue' | 'dead-letter-queue' | 'key';
  /** By parameter name; the repeatable ones are lists. */
  readonly values: Readonly<Record<string, string | readonly string[]>>;
}

export interface NewPolicyResult {
  readonly text: string;
  /** Parameters whose placeholders stand in the text. */
  readonly missing: readonly string[];
}

/** Client -> server: what a new policy asks for, given what is known already; every parameter there is, without a kind. */
export const PARAMETERS = 'sqsKmsPolicy/parameters';

export interface ParametersParams {
  readonly kind?: NewPolicyParams['kind'];
  readonly values: NewPolicyParams['values'];
}

export interface ParameterQuestion {
  readonly name: string;
  readonly title: string;
  /** What stands in a policy until the value is known. */
  readonly placeholder: string;
  /** Taken without asking. */
  readonly default?: string;
  readonly repeatable: boolean;
  /** A regular expression for the whole value. */
  readonly pattern: string;
  readonly example: string;
}

/** Client -> server: what a document leaves to be filled in. Ranges are LSP ranges. */
export const PLACEHOLDERS = 'sqsKmsPolicy/placeholders';

export interface PlaceholdersParams {
  readonly textDocument: { readonly uri: string };
}

export interface PlaceholdersResult {
  /** Each placeholder once, with all its places. */
  readonly placeholders: readonly { readonly text: string; readonly ranges: readonly { readonly start: { readonly line: number; readonly character: number }; readonly end: { readonly line: number; readonly character: number } }[] }[];
}

/** Server -> client: the text of a file, so that virtual folders work. `null`: there is none. */
export const READ_FILE = 'sqsKmsPolicy/readFile';

export interface ReadFileParams {
  readonly uri: string;
}

export interface InitializationOptions {
  /** `client`: the editor's own JSON service reports syntax errors. */
  readonly syntaxErrors?: 'client' | 'server';
  /** `client`: files are read through READ_FILE. */
  readonly fileSystem?: 'client' | 'server';
  /** The client's command that shows completions again, run after one that leaves something to type: `editor.action.triggerSuggest`. */
  readonly suggestCommand?: string;
}

/**
 * A command of the server's: accepts a finding, by an entry in the configuration file. A client may ask for the reason first and add it;
 * without one the entry has a placeholder, and holds once that is filled in. Answers whether the client has applied the edit.
 */
export const IGNORE = 'sqs-kms-policy.ignore';

/** Its one argument. */
export interface IgnoreParams {
  /** The configuration file, which may not exist yet. */
  readonly configuration: string;
  /** The document that the finding is in. */
  readonly document: string;
  readonly suppression: { readonly rule: string; readonly file: string; readonly policy?: string; readonly sid?: string; readonly statement?: string };
  readonly reason?: string;
  /** The last day that it holds: `2027-01-31`. */
  readonly expires?: string;
}

/** A command of the server's: opens the page of a rule. Arguments: the page's address. */
export const EXPLAIN = 'sqs-kms-policy.explain';
