/** The language service: pure, synchronous, offsets in and out. What the protocol and the command stand on. */
import { facts as awsFacts, type Facts } from '../aws';
import { findPolicies, type PolicyDocument } from '../documents';
import { Memory } from '../policy';
import { newPolicy, parameters, parametersFor, type NewPolicyKind, type Parameter, type Values } from '../recipes';
import { printJson, type Span, type TextChange } from '../syntax';
import { ruleMetas } from '../rules';
import type { FixClass, RuleMeta } from '../rules/rule';
import { codeActions, resolveFix, type CodeAction, type FixReference, type Mendable } from './codeActions';
import { complete, type CompletionItem } from './completion';
import { fixAll } from './fixAll';
import { difference } from './difference';
import { hover, type Hover } from './hover';
import { lenses, type Lens } from './lenses';
import { placeholders, type Placeholder } from './placeholders';
import { status, type PolicyStatus } from './status';
import { symbols, type Symbol } from './symbols';
import { validate, type PolicyReport } from './validate';
import type { Workspace } from './workspace';

export type { CodeAction, FixReference, Mendable } from './codeActions';
export type { CompletionItem, CompletionKind } from './completion';
export type { Hover } from './hover';
export type { Lens } from './lenses';
export type { Placeholder } from './placeholders';
export type { PolicyStatus } from './status';
export type { Symbol } from './symbols';
export type { PolicyReport } from './validate';
export { defaultWorkspace, type Workspace } from './workspace';

/** Where the pages of the rules are published. */
export const RULE_PAGES = 'https://github.com/sqs-kms-policy/sqs-kms-policy/blob/main/docs/rules';

export interface PolicyLanguageService {
  /** Any text in; never throws. `path` is what the configuration's globs and the telling of kinds by name see. */
  read(text: string, path: string, workspace: Workspace): PolicyDocument;
  validate(document: PolicyDocument, workspace: Workspace): PolicyReport[];
  complete(document: PolicyDocument, offset: number): CompletionItem[];
  hover(document: PolicyDocument, offset: number, workspace: Workspace): Hover | undefined;
  /** One above each policy and each statement, as far as the workspace wants them. */
  lenses(document: PolicyDocument, workspace: Workspace): Lens[];
  codeActions(reports: readonly Mendable[], range: Span, path?: string): CodeAction[];
  resolveFix(reports: readonly Mendable[], reference: FixReference): TextChange[] | undefined;
  /** The one change that applies every fix of these classes, to a fixpoint. */
  fixAll(text: string, path: string, workspace: Workspace, classes: ReadonlySet<FixClass>): TextChange | undefined;
  symbols(document: PolicyDocument): Symbol[];
  status(reports: readonly PolicyReport[]): PolicyStatus[];
  placeholders(document: PolicyDocument): Placeholder[];
  newPolicy(kind: NewPolicyKind, values: Values): { readonly text: string; readonly missing: readonly string[] };
  /** What a new policy asks for, given what is known already; every parameter there is, without a kind. */
  parameters(kind: NewPolicyKind | undefined, values: Values): readonly Parameter[];
  rulePage(id: string): string;
  /** Whether an address is that of a rule's page. */
  isRulePage(uri: string): boolean;
}

export interface ServiceOptions {
  readonly facts?: Facts;
  readonly onRuleError?: (rule: RuleMeta, error: unknown) => void;
  /** For one who asks beside the service about what it has read; absent: one of its own. Facts that differ need memories that do. */
  readonly memory?: Memory | undefined;
}

export function createPolicyLanguageService({ facts = awsFacts, onRuleError, memory = new Memory() }: ServiceOptions = {}): PolicyLanguageService {
  const read = (text: string, path: string, workspace: Workspace) => {
    const kind = workspace.kindOf(path);
    return findPolicies(text, { name: path, memory, ...(kind && { kind }), ...(workspace.account !== undefined && { account: workspace.account }) });
  };
  const judge = (document: PolicyDocument, workspace: Workspace) => validate(document, workspace, facts, onRuleError, memory);
  return {
    read,
    validate: judge,
    complete: (document, offset) => complete(document, offset, facts),
    hover: (document, offset, workspace) => hover(document, offset, workspace, facts, memory),
    lenses: (document, workspace) => lenses(document, workspace, memory),
    codeActions,
    resolveFix,
    fixAll: (text, path, workspace, classes) => difference(text, fixAll(text, classes, (t) => judge(read(t, path, workspace), workspace)).text),
    symbols,
    status: (reports) => status(reports, facts),
    placeholders,
    newPolicy: (kind, values) => {
      const { policy, missing } = newPolicy(kind, values);
      return { text: printJson(policy), missing };
    },
    parameters: (kind, values) => (kind === undefined ? parameters : parametersFor(kind, values).map((name) => parameters.find((p) => p.name === name)!)),
    rulePage,
    isRulePage: (uri) => ruleMetas.some((meta) => rulePage(meta.id) === uri),
  };
}

function rulePage(id: string): string {
  return `${RULE_PAGES}/${id}.md`;
}
