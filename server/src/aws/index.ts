/**
 * What is known about AWS. `facts` is the whole of it behind one interface; everything else in this folder stays behind it.
 *
 *   facts.ts                 the interfaces
 *   actions.ts               20 actions of SQS, 56 of KMS, and the expansion of wildcards     <- snapshot, accountRules.ts
 *   conditionKeys.ts         every condition key, and for whom it is present                  <- snapshot, globalKeys.ts, kmsKeys.ts
 *   operators.ts             condition operators and how their text is read
 *   servicePrincipals.ts     service principals, and how they reach queues and keys           <- servicePrincipalNames.ts, queueSenders.ts, keyUsers.ts
 *   regions.ts  quotas.ts    partitions, Regions; how large a policy may be
 *   queueUrl.ts              the ARN of a queue, by its URL
 *   viaServices.ts           the services that kms:ViaService can name
 *   docs.ts  nearest.ts      AWS's pages; "did you mean"
 *   snapshot.generated.ts    written by scripts/generate-aws-snapshot.mjs, not committed
 */
import { actionCatalogue, expandAction } from './actions';
import { conditionKeys, findConditionKey } from './conditionKeys';
import { docs } from './docs';
import type { Facts } from './facts';
import { nearest } from './nearest';
import { operators, parseOperator } from './operators';
import { quotas } from './quotas';
import { partitions, regions } from './regions';
import { findServicePrincipal, servicePrincipals } from './servicePrincipals';
import { snapshot } from './snapshot.generated';
import { viaServices } from './viaServices';

export * from './facts';
export { kmsByGrant, kmsCrossAccount, kmsIamOnly, sqsOwnAccountOnly, sqsRefusedForOtherAccounts } from './accountRules';
export { editDistance, nearest, onlyNearest } from './nearest';
export { familyOfType, operators, parseOperator, suits } from './operators';
export { isNeighbour } from './neighbours';
export { arnOfQueueUrl } from './queueUrl';
export { isPartitionShaped, isRegionShaped, partitionMeant, partitionOfRegion, snsPrincipal } from './regions';

const regionsByName = new Map(regions.map((region) => [region.name, region]));
const partitionsByName = new Map(partitions.map((partition) => [partition.name, partition]));

export const facts: Facts = {
  date: snapshot.date,
  actions: (service) => actionCatalogue().byService[service],
  get allActions() {
    return actionCatalogue().all;
  },
  findAction: (name) => actionCatalogue().byName.get(name.toLowerCase()),
  actionIndex: (name) => actionCatalogue().byName.get(name.toLowerCase())?.index ?? -1,
  expandAction,
  findConditionKey,
  conditionKeys,
  operators,
  parseOperator,
  servicePrincipals,
  findServicePrincipal,
  regions,
  partitions,
  findRegion: (name) => regionsByName.get(name),
  findPartition: (name) => partitionsByName.get(name),
  viaServices: viaServices.names,
  quotas,
  docs,
  nearest,
};
