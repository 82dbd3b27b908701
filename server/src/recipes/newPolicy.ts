/** A whole policy: the statements of the post, for the producer that the source ARN names, and the one about purging that it leaves to its readers. */
import type { PlainValue } from '../syntax';
import { keyRecipes } from './key';
import { parameters, type ParameterName, type Values } from './parameters';
import { queueRecipes } from './queue';
import type { Recipe } from './recipe';

export type NewPolicyKind = 'queue' | 'dead-letter-queue' | 'key';

const SETS: Readonly<Record<NewPolicyKind, (service: string) => readonly string[]>> = {
  queue: (service) => ['RestrictAdminQueueActions', 'DenyPurgeExceptAdmins', 'DenyQueueActionsOutsideOrg', 'AllowConsumersToReceiveFromTheQueue', 'DenyOtherConsumersFromReceiving', 'DenyUnsecureTransport', `Allow${service}ToSendToTheQueue`, 'DenyAllProducersExceptSNSFromSending'],
  'dead-letter-queue': () => ['RestrictAdminQueueActions', 'DenyPurgeExceptAdmins', 'DenyQueueActionsOutsideOrg', 'AllowConsumersToReceiveFromTheQueue', 'DenyOtherConsumersFromReceiving', 'DenyUnsecureTransport', 'DenyAnyProducersExceptSQS'],
  key: (service) => ['AllowKeyAdminPermissions', 'AllowReadAccessToKeyMetaData', `Allow${service}ToSendToSQS`, 'AllowConsumersToReceiveFromTheQueue'],
};

/** The recipes of a whole policy, and the parameters that it asks for, in the order of the table. */
export function recipesFor(kind: NewPolicyKind, values: Values): readonly Recipe[] {
  const arn = values['source-arn'];
  const service = typeof arn === 'string' ? arn.split(':')[2] : undefined;
  const name = service === 's3' ? 'S3' : service === 'events' ? 'EventBridge' : 'SNS';
  const recipes = kind === 'key' ? keyRecipes : queueRecipes;
  const ids = SETS[kind](name);
  const set = ids.map((id) => recipes.find((r) => r.id === id)!);
  // The endpoint is the post's optional statement: whoever names one wants it.
  const endpoint = kind !== 'key' && values['vpc-endpoint'] !== undefined ? queueRecipes.filter((r) => r.id === 'DenyReceivingIfNotThroughVPCE') : [];
  return [...set, ...endpoint];
}

export function parametersFor(kind: NewPolicyKind, values: Values): readonly ParameterName[] {
  const asked = new Set(recipesFor(kind, values).flatMap((r) => r.parameters));
  return parameters.map((p) => p.name).filter((name) => asked.has(name));
}

export function newPolicy(kind: NewPolicyKind, values: Values): { readonly policy: PlainValue; /** Parameters that were not given: their placeholders stand in the policy. */ readonly missing: readonly ParameterName[] } {
  const statements = recipesFor(kind, values).map((r) => r.build(values));
  const missing = parametersFor(kind, values).filter((name) => {
    if (name === 'partition') return false;
    if (name === 'source-account') return values['source-account'] === undefined && values.account === undefined;
    // A key statement pins the account of the source; the queue's own account serves as well.
    if (name === 'account' && kind === 'key') return values.account === undefined;
    const value = values[name];
    return value === undefined || (Array.isArray(value) && value.length === 0);
  });
  return { policy: { Version: '2012-10-17', Statement: statements }, missing };
}
