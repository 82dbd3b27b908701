/** A request as the reports show it: `simulate` takes the same words. */
import { contextOf, type AccessRequest } from '../access';
import { facts } from '../aws';
import { withoutUnits, type Policy } from '../policy';

export interface Witness {
  readonly action: string;
  /** An ARN, a service principal, or `anonymous`. */
  readonly principal: string;
  /** The policy's own queue or key as the policy writes it; `*` where it names none. */
  readonly resource: string;
  /** A list where the key has several values. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export function toWitness(request: AccessRequest, policy: Policy): Witness {
  return { action: request.action, principal: principalOf(request), resource: withoutUnits(request.resource ?? resourceOf(policy)), context: Object.fromEntries(entriesOf(request.context)) };
}

export function principalOf({ caller }: AccessRequest): string {
  return withoutUnits(caller.kind === 'anonymous' ? 'anonymous' : caller.kind === 'service' ? caller.name : caller.arn);
}

/** What the caller does not carry by itself: `with aws:SourceArn=…`; empty where there is nothing. */
export function circumstances(request: AccessRequest): string {
  const own = contextOf(request.caller);
  const extra = new Map([...request.context].filter(([key, values]) => own.get(key)?.join() !== values?.join()));
  return entriesOf(extra).map(([key, value]) => `${key}=${typeof value === 'string' ? value : value.join(',')}`).join(' ');
}

function entriesOf(context: AccessRequest['context']): [string, string | readonly string[]][] {
  return [...context].flatMap(([key, values]): [string, string | readonly string[]][] => (values === undefined ? [] : [[facts.findConditionKey(key)?.name ?? key, values.length === 1 ? withoutUnits(values[0]!) : values.map(withoutUnits)]]));
}

function resourceOf({ statements }: Policy): string {
  const texts = new Set(statements.flatMap((statement) => (statement.resource?.values ?? []).map((value) => value.text)).filter((text) => !/[*?]/.test(text)));
  return texts.size === 1 ? [...texts][0]! : '*';
}
