/** Where the queue or key is that a policy belongs to, as far as Resource tells. */
import { facts, partitionOfRegion, snsPrincipal } from '../aws';
import { holesWithin, parseArn, typeOf, type Hole, type Statement, type Value } from '../policy';

export interface HomeRegion {
  /** As it is written: perhaps a hole. */
  readonly region: string;
  readonly holes: readonly Hole[];
}

/** The Region in the ARNs of queues and keys. Undefined where none has one, or several differ. */
export function homeRegion(statements: readonly Statement[]): HomeRegion | undefined {
  const found = new Map<string, HomeRegion>();
  for (const value of ownArns(statements)) {
    const region = value.arn?.region;
    if (!region || region.text === '' || /[*?]/.test(region.text)) continue;
    found.set(region.text, { region: region.text, holes: holesWithin(value, region.span) });
  }
  return found.size === 1 ? [...found.values()][0] : undefined;
}

/** The partition: that of the Region, where an ARN has both. Undefined where nothing tells it, or statements differ. */
export function homePartition(statements: readonly Statement[]): string | undefined {
  const found = new Set<string>();
  for (const { arn } of ownArns(statements)) {
    const partition = arn?.partition?.fixed ? arn.partition.text : undefined;
    const home = (arn?.region?.fixed ? partitionOfRegion(arn.region.text) : undefined) ?? (partition !== undefined && facts.findPartition(partition) ? partition : undefined);
    if (home !== undefined) found.add(home);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

function* ownArns(statements: readonly Statement[]): Iterable<Value> {
  for (const { resource } of statements) for (const value of resource?.values ?? []) if (/^(sqs|kms)$/.test(value.arn?.service?.text ?? '')) yield value;
}

/** The principal as which SNS sends for all of these topics to the queue of the statement; undefined where their Regions do not tell it for sure. */
export function snsPrincipalFor(topics: readonly Value[], statement: Statement): string | undefined {
  const home = homeRegion([statement]);
  const names = new Set<string | undefined>(
    topics.map((topic) => {
      const type = typeOf(topic);
      const queue = statement.resource?.values.map(typeOf);
      // Both are deployed along, into one Region.
      if (type?.is === 'arn' && queue?.length && queue.every((of) => of?.is === 'arn')) return 'sns.amazonaws.com';
      const region = parseArn(topic)?.region;
      if (!home || !region || region.text === '' || /[*?]/.test(region.text)) return undefined;
      return region.text === home.region ? 'sns.amazonaws.com' : region.fixed && home.holes.length === 0 ? snsPrincipal(region.text, home.region) : undefined;
    }),
  );
  return names.size === 1 ? [...names][0] : undefined;
}
