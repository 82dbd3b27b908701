/**
 * A question about a policy in one world as SMT-LIB: is there a request that some statements cover and others do not? One text for each kind of
 * caller and each group of actions. A caller is a choice of fields, a string variable each with its regular language; what a policy can see
 * is put together of them. Written from AWS's documents; nothing of ours is loaded, neither the engine nor the drawn requests.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable (2026-11)
 */
import { list, type Asked, type Caller, type Constants, type Planted, type StatementJson } from './asked';
import { Question } from './question';
import { resourceFits } from './resource';
import { languages, type Term } from './terms';

export { PLANTED, type Asked, type Constants } from './asked';

const KNOWN = /^(aws:(principalarn|principalaccount|principaltype|userid|username|principalorgid|principalorgpaths|principaltag\/.*|sourcearn|sourceaccount|sourceorgid|sourceorgpaths|principalisawsservice|principalservicename|principalservicenameslist|sourcevpce|sourcevpc|securetransport|currenttime|epochtime|requestedregion|viaawsservice|calledvia|multifactorauthpresent|multifactorauthage|sourceip|resourceaccount)|kms:(calleraccount|viaservice)|s3:prefix)$/;

/** Whether all that the statements ask for can be written down here. */
export function isEncodable(statements: readonly StatementJson[]): boolean {
  return statements.every(({ Condition = {} }) =>
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => KNOWN.test(key.toLowerCase()) && list(values).every((value) => !value.includes('${') || (/^\$\{[^},]+\}$/.test(value) && KNOWN.test(value.slice(2, -1).toLowerCase()) && !/Arn|Numeric|Date|Bool|Ip/.test(operator) && !/time|mfa|multi|sourceip/.test(value)))),
    ),
  );
}

/** One text for each caller and group of actions that can be asked about. */
export function* encode(asked: Asked, given: Constants, planted?: Planted): Generator<Term> {
  const roots = new Set(asked.statements.flatMap(({ Principal }) => (Principal === undefined || Principal === '*' ? [] : list(Principal['AWS']))).filter((text) => text.endsWith(':root')));
  const world: Constants = {
    ...given,
    ...(planted === 'the partition is aws' && { partition: 'aws' }),
    ...(planted === 'a service has one name' && { family: [] }),
    ...(planted === 'the owner is the only root' && roots.size === 1 && { owner: [...roots][0]!.split(':')[4]! }),
  };
  const without = { 'no users': 'user', 'no federated users': 'federated', 'no root user': 'root' }[planted as string];
  for (const action of asked.actions) {
    if (!asked.require.every((i) => action.covered[i]) || !asked.require.every((i) => resourceFits(asked.statements[i]!, world.resource, planted))) continue;
    for (const caller of callersOf(asked, world)) {
      if (caller.kind === without) continue;
      languages.clear();
      const text = new Question(asked, world, caller, action, planted).text();
      if (text !== undefined) yield text;
    }
  }
}

function callersOf({ statements }: Asked, { kind, region }: Constants): Caller[] {
  const names = new Set(['some-service.amazonaws.com']);
  let sources = false;
  for (const { Principal, NotPrincipal, Condition = {} } of statements) {
    for (const element of [Principal, NotPrincipal]) if (element !== undefined && element !== '*') for (const name of list(element['Service'])) names.add(name);
    for (const keys of Object.values(Condition))
      for (const [key, values] of Object.entries(keys)) {
        if (/^aws:source(arn|account)$/i.test(key)) sources = true;
        if (/^aws:principalservicename/i.test(key)) for (const value of list(values)) for (const name of value.endsWith('*') ? [value.replace(/\.?\*$/, '.amazonaws.com'), value.replace(/\.?\*$/, `.${region}.amazonaws.com`)] : [value]) names.add(name);
      }
  }
  const services = [...names].filter((name) => !name.includes('$')).flatMap((service): Caller[] => (sources ? [{ kind: 'service', service, source: 'account' }, { kind: 'service', service, source: 'bucket' }] : [{ kind: 'service', service, source: 'account' }]));
  return [...(kind === 'queue' ? [{ kind: 'anonymous' } as const] : []), { kind: 'role' }, { kind: 'user' }, { kind: 'root' }, { kind: 'federated' }, ...services];
}
