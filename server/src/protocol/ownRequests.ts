/** The requests of our own: whole policies, what they ask for, what is left to fill in. */
import type { Connection } from 'vscode-languageserver';
import type { PolicyLanguageService } from '../service';
import type { Handling } from './handling';
import { NEW_POLICY, PARAMETERS, PLACEHOLDERS, type NewPolicyParams, type NewPolicyResult, type ParameterQuestion, type ParametersParams, type PlaceholdersParams, type PlaceholdersResult } from './messages';
import type { OpenDocuments } from './openDocuments';
import { toRange } from './positions';

export function answerOwnRequests(connection: Connection, service: PolicyLanguageService, documents: OpenDocuments, handling: Handling): void {
  connection.onRequest(
    NEW_POLICY,
    handling.safely(async ({ kind, values }: NewPolicyParams): Promise<NewPolicyResult> => service.newPolicy(kind, recipeValues(values)), { text: '', missing: [] }),
  );
  connection.onRequest(
    PARAMETERS,
    handling.safely(async ({ kind, values }: ParametersParams): Promise<ParameterQuestion[]> => service.parameters(kind, recipeValues(values)).map((parameter) => ({ ...parameter, pattern: parameter.pattern.source })), []),
  );
  connection.onRequest(
    PLACEHOLDERS,
    handling.safely(async ({ textDocument }: PlaceholdersParams): Promise<PlaceholdersResult> => {
      const reading = await documents.reading(textDocument.uri);
      if (!reading) return { placeholders: [] };
      return { placeholders: service.placeholders(reading.policies).map(({ text, ranges }) => ({ text, ranges: ranges.map((range) => toRange(reading.document, range)) })) };
    }, { placeholders: [] }),
  );
}

/** The repeatable ones are lists, and may have been sent as one string. */
function recipeValues({ 'admin-role': admins, 'consumer-role': consumers, ...single }: NewPolicyParams['values'] = {}): Parameters<PolicyLanguageService['newPolicy']>[1] {
  const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);
  return { ...single, ...(admins !== undefined && { 'admin-role': list(admins) }), ...(consumers !== undefined && { 'consumer-role': list(consumers) }) };
}
