/** What may stand at a location, by its role. */
import type { ConditionKeyFact, Facts } from '../../aws';
import { instantiate, recipes } from '../../recipes';
import { shapeExample, servicesOf, surroundings } from '../../rules/sourceConditions';
import { printAt, type PlainValue } from '../../syntax';
import type { Location } from '../location';
import type { Candidate } from './item';

export function candidatesAt(location: Location, facts: Facts): readonly Candidate[] {
  switch (location.role) {
    case 'policy-key':
      return elements(location, [['Version', '"2012-10-17"'], ['Id', '"<id>"'], ['Statement', '[]']]);
    case 'statement-key':
      return elements(location, STATEMENT_ELEMENTS);
    case 'statement':
      return statements(location);
    case 'principal-type':
      return (['AWS', 'Service'] as const).map((text, rank) => ({ text, kind: 'element', rank, value: '""', detail: text === 'AWS' ? 'accounts, roles, users' : 'AWS services' }));
    case 'principal':
      return principals(location, facts);
    case 'operator':
      return operators(facts);
    case 'condition-key':
      return conditionKeys(location, facts);
    case 'condition-value':
      return conditionValues(location, facts);
    case 'element':
      return elementValues(location, facts);
  }
}

const STATEMENT_ELEMENTS: readonly (readonly [string, string])[] = [
  ['Sid', '"<sid>"'],
  ['Effect', '"Allow"'],
  ['Principal', '{}'],
  ['Action', '""'],
  ['Resource', '"*"'],
  ['Condition', '{}'],
  ['NotPrincipal', '{}'],
  ['NotAction', '""'],
  ['NotResource', '""'],
];

function elements(location: Location, all: readonly (readonly [string, string])[]): Candidate[] {
  const members = location.role === 'policy-key' ? location.site.policy.object?.members : location.statement?.members;
  const present = new Set((members ?? []).filter((m) => m.key !== location.node).map((m) => m.key.value));
  return all.filter(([name]) => !present.has(name)).map(([text, value], rank) => ({ text, kind: 'element', rank, value, detail: 'policy element' }));
}

function statements(location: Location): Candidate[] {
  const { site } = location;
  const known = { kind: site.kind, owner: site.owner.account };
  const taken = new Set(site.policy.statements.map((s) => s.sid?.value?.text));
  return recipes
    .filter((recipe) => recipe.kinds.includes(site.kind))
    .map((recipe, rank) => {
      const statement = instantiate(recipe, site.policy, {}, known);
      let sid = statement['Sid'] as string;
      for (let n = 2; taken.has(sid); n++) sid = `${recipe.sid}${n}`;
      const value: PlainValue = { ...statement, Sid: sid };
      return { text: recipe.id, kind: 'statement' as const, rank, detail: recipe.title, documentation: recipe.description, json: printAt(site.tree.text, location.replace.start, value) };
    });
}

function principals(location: Location, facts: Facts): Candidate[] {
  const { site } = location;
  if (location.principalType === 'Service')
    return facts.servicePrincipals.map((fact) => {
      const sends = fact.sender?.kind === 'policy';
      return { text: fact.name, kind: 'principal', rank: sends ? 0 : fact.keyUser && site.kind === 'key' ? 1 : 2, detail: fact.title, ...(sends && { documentation: `${fact.title} sends to queues as this principal.` }) };
    });
  const account = site.owner.account ?? '<account-id>';
  const names: Candidate[] = [
    { text: `arn:aws:iam::${account}:root`, kind: 'principal', rank: 0, detail: 'the account; its IAM policies decide' },
    { text: `arn:aws:iam::${account}:role/<role-name>`, kind: 'principal', rank: 1, detail: 'a role' },
    { text: '*', kind: 'principal', rank: 9, detail: 'everybody: only with a condition' },
  ];
  return location.principalType === undefined ? names.filter((c) => c.text === '*') : names;
}

function operators(facts: Facts): Candidate[] {
  const plain = facts.operators.map((operator): Candidate => ({ text: operator.name, kind: 'operator', rank: COMMON.indexOf(operator.name) >= 0 ? COMMON.indexOf(operator.name) : 20, value: '{}', detail: operator.family, documentation: `[AWS documentation](${facts.docs.operator(operator)})` }));
  const more = ['ForAnyValue:StringEquals', 'ForAnyValue:StringLike', 'ForAllValues:StringEquals', 'BoolIfExists', 'StringNotEqualsIfExists', 'ArnNotLikeIfExists'].map((text): Candidate => ({ text, kind: 'operator', rank: 30, value: '{}' }));
  return [...plain, ...more];
}

const COMMON = ['ArnLike', 'StringEquals', 'Bool', 'StringLike', 'ArnNotLike', 'StringNotEquals', 'StringNotLike', 'Null', 'IpAddress'];

function conditionKeys(location: Location, facts: Facts): Candidate[] {
  const actions = location.statement?.action?.values.flatMap((v) => facts.expandAction(v.text).map((a) => a.name)) ?? [];
  const service = location.site.kind === 'key' ? 'kms' : 'sqs';
  const keys = facts.conditionKeys(actions.length > 0 ? actions : undefined).filter((k) => k.deprecated === undefined && k.services.includes(service));
  const ofService = location.statement !== undefined && servicesOf(location.statement).length > 0;
  return keys.map((key) => ({ text: key.name, kind: 'key', rank: rankOf(key, ofService), value: '""', detail: key.type + (key.multivalued ? ', several values' : ''), documentation: `${key.description}\n\n[AWS documentation](${facts.docs.conditionKey(key)})` }));
}

function rankOf(key: ConditionKeyFact, ofService: boolean): number {
  const common = ofService ? ['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID'] : ['aws:PrincipalArn', 'aws:PrincipalOrgID', 'aws:SecureTransport', 'aws:PrincipalAccount', 'aws:PrincipalIsAWSService'];
  const at = common.indexOf(key.name);
  return at >= 0 ? at : key.scope === 'service' ? 10 : key.presence.service === 'never' && ofService ? 30 : 20;
}

function conditionValues(location: Location, facts: Facts): Candidate[] {
  const { site, statement } = location;
  const key = facts.findConditionKey(location.conditionKey ?? '');
  const around = statement ? surroundings(statement, site.owner.account) : { partition: 'aws', region: '<region>', account: site.owner.account ?? '<account-id>' };
  const value = (text: string, rank: number, detail?: string): Candidate => ({ text, kind: 'value', rank, ...(detail !== undefined && { detail }) });
  if (!key) return [];
  if (key.type === 'Bool') return [value('true', 0), value('false', 1)];
  if (key.name === 'aws:SourceArn') {
    const services = statement ? servicesOf(statement) : [];
    const wanted = services.length > 0 ? services.map((s) => s.name) : ['sns.amazonaws.com', 's3.amazonaws.com', 'events.amazonaws.com'];
    return wanted.flatMap((name) => (facts.findServicePrincipal(name)?.fact.sender?.shapes ?? []).map((shape, i) => value(shapeExample(shape, around), i, `sent by ${name}`)));
  }
  if (key.name === 'aws:PrincipalArn') return [value(`arn:${around.partition}:iam::${around.account}:role/<role-name>`, 0)];
  if (key.name === 'kms:ViaService') return [value(`sqs.${around.region}.amazonaws.com`, 0)];
  if (key.shape === 'account') return [...new Set([around.account, ...accountsIn(site.tree.text)])].map((text, i) => value(text, i));
  if (key.shape === 'organization') return [value('<organization-id>', 0)];
  return (key.values ?? []).map((text, i) => value(text, i));
}

function accountsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\b\d{12}\b/g)].map((m) => m[0]))];
}

function elementValues(location: Location, facts: Facts): Candidate[] {
  const { site, element } = location;
  switch (element) {
    case 'Version':
      return [{ text: '2012-10-17', kind: 'value', rank: 0, detail: 'policy variables are expanded' }, { text: '2008-10-17', kind: 'value', rank: 1, detail: 'older' }];
    case 'Effect':
      return [{ text: 'Allow', kind: 'value', rank: 0 }, { text: 'Deny', kind: 'value', rank: 1 }];
    case 'Action':
    case 'NotAction': {
      const service = site.kind === 'key' ? 'kms' : 'sqs';
      const rank = (name: string): number => (/:(SendMessage|ReceiveMessage|DeleteMessage|Decrypt|GenerateDataKey)$/.test(name) ? 0 : 1);
      const all: Candidate = { text: `${service}:*`, kind: 'action', rank: 9, detail: 'every action' };
      return [...facts.actions(service).map((a): Candidate => ({ text: a.name, kind: 'action', rank: rank(a.name), detail: a.access.join(', '), documentation: `${a.description}\n\n[AWS documentation](${facts.docs.action(a)})` })), all];
    }
    case 'Resource':
    case 'NotResource': {
      const seen = new Set(site.policy.statements.flatMap((s) => (s.resource?.values ?? []).map((v) => v.text)));
      const { account } = site.owner;
      const arn = `arn:aws:sqs:<region>:${account ?? '<account-id>'}:<queue-name>`;
      const texts = site.kind === 'key' ? ['*'] : [...[...seen].filter((t) => t !== '*' && t !== location.node?.value), '*', ...(seen.size === 0 ? [arn] : [])];
      return texts.map((text, rank) => ({ text, kind: 'value', rank, ...(text === '*' && { detail: site.kind === 'key' ? 'this key' : 'this queue' }) }));
    }
    default:
      return [];
  }
}
