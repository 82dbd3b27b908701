/** Words that every object of JavaScript answers to, wherever a policy may have them: no table is asked for them by accident. */
import { describe, expect, test } from 'vitest';
import { publicVerdict, whoCan } from '../../server/src/access';
import { facts } from '../../server/src/aws';
import { findPolicies } from '../../server/src/documents';
import { createPolicyLanguageService, defaultWorkspace, type Workspace } from '../../server/src/service';
import { parseConfiguration, withConfiguration } from '../../server/src/service/configuration';
import { fixAll } from '../../server/src/service/fixAll';
import { validate } from '../../server/src/service/validate';

const words = ['__proto__', 'constructor', 'hasOwnProperty'];
const queue = 'arn:aws:sqs:eu-west-1:111122223333:orders';
/** What no answer and no text of ours has, but a table's answer to such a word. */
const ACCIDENT = /native code|\[object |undefined|NaN/;

/** A statement as text: an object of the test's own would lose `__proto__`. */
const statement = (own: string): string => `{"Sid": "Own", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/worker"}, "Action": "sqs:SendMessage", "Resource": "${queue}"${own}}`;
const element = (name: string, value: string): string => statement('').replace(new RegExp(`"${name}": (?:"[^"]*"|\\{[^}]*\\})`), `"${name}": ${value}`);

const places: Readonly<Record<string, (word: string) => string>> = {
  'a condition key': (w) => statement(`, "Condition": {"StringEquals": {"${w}": "a", "aws:${w}": "b", "aws:PrincipalTag/${w}": "c"}}`),
  'a condition key for everybody': (w) => element('Principal', '"*"').replace(/\}$/, `, "Condition": {"StringLike": {"${w}": "a", "aws:${w}": "b*"}}}`),
  'a condition key of a Deny': (w) => element('Effect', '"Deny"').replace(/\}$/, `, "Condition": {"StringNotEquals": {"${w}": "a", "aws:PrincipalAccount": "111122223333"}}}`),
  'an operator': (w) => statement(`, "Condition": {"${w}": {"aws:SourceAccount": "111122223333"}, "${w}IfExists": {"${w}": "a"}, "ForAnyValue:${w}": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}`),
  'an operator for everybody': (w) => element('Principal', '"*"').replace(/\}$/, `, "Condition": {"${w}": {"aws:SourceAccount": "111122223333"}}}`),
  'a value': (w) => statement(`, "Condition": {"StringEquals": {"aws:PrincipalServiceName": "${w}", "aws:PrincipalOrgID": "${w}"}}`),
  'a service': (w) => element('Principal', `{"Service": ["${w}", "${w}.amazonaws.com", "sns.${w}.amazonaws.com"]}`),
  'a service with conditions': (w) => element('Principal', `{"Service": "${w}.amazonaws.com"}`).replace(/\}$/, `, "Condition": {"StringLike": {"aws:PrincipalOrgID": "o-*", "${w}": "a"}}}`),
  'a service beside NotPrincipal': (w) => element('Effect', '"Deny"').replace('SendMessage', 'ReceiveMessage').replace('"Principal": {"AWS": "arn:aws:iam::111122223333:role/worker"}', `"NotPrincipal": {"Service": ["${w}.amazonaws.com", "${w}"]}`),
  'a type of principal': (w) => element('Principal', `{"${w}": "a", "AWS": "111122223333"}`),
  'a name, an account, a type in an ARN': (w) => element('Principal', `{"AWS": ["arn:aws:iam::111122223333:role/${w}", "arn:aws:iam::111122223333:${w}/a", "arn:aws:iam::${w}:root", "${w}"]}`),
  'an action': (w) => element('Action', `["sqs:${w}", "${w}:SendMessage", "${w}"]`),
  'segments of Resource': (w) => element('Resource', `["arn:${w}:sqs:eu-west-1:111122223333:orders", "arn:aws:${w}:eu-west-1:111122223333:orders", "arn:aws:sqs:${w}:111122223333:orders", "arn:aws:sqs:eu-west-1:${w}:orders"]`),
  'the service of a source': (w) => element('Principal', '{"Service": "sns.amazonaws.com"}').replace(/\}$/, `, "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:${w}:eu-west-1:111122223333:a"}}}`),
  'a Sid, an Effect, an element': (w) => `{"Sid": "${w}", "Effect": "${w}", "${w}": "a", "Principal": "*"}`,
};

/** Where the word makes the policy one of several queues, whose own queue is not known, so that nothing is said for certain of who gets in. */
const SEVERAL_QUEUES = 'segments of Resource';

const open = `{"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "${queue}"}`;
const policyOf = (own: string): string => `{"Version": "2012-10-17", "Statement": [${own}, ${open}]}`;
const keyPolicyOf = (own: string): string => policyOf(own).replaceAll('sqs:ReceiveMessage', 'kms:Encrypt').replaceAll(/sqs:\w+Message/g, 'kms:Decrypt').replaceAll(`"${queue}"`, '"*"').replaceAll('sqs', 'kms');

function judge(text: string, path: string, word: string, workspace: Workspace = defaultWorkspace, place = ''): void {
  const failures: string[] = [];
  const run = (of: string, profile: Workspace['profile']) => validate(findPolicies(of, { name: path }), { ...workspace, profile }, facts, (rule, error) => failures.push(`${rule.id}: ${String(error)}`));
  for (const profile of ['recommended', 'strict'] as const) {
    const findings = run(text, profile).flatMap((report) => report.findings);
    expect(failures).toEqual([]);
    if (place !== SEVERAL_QUEUES) expect(findings.map((f) => f.rule.id)).toContain('no-public-access');
    for (const finding of findings) expect(JSON.stringify([finding.message, finding.fixes.map((f) => f.title)]).replaceAll(word, '')).not.toMatch(ACCIDENT);
    expect(fixAll(text, new Set(['safe', 'repair', 'decision']), (t) => run(t, profile)).text.replaceAll(word, '')).not.toMatch(ACCIDENT);
  }
  for (const site of place === SEVERAL_QUEUES ? [] : findPolicies(text, { name: path }).policies) {
    const options = { kind: site.kind, owner: site.owner.account, zone: workspace.zone };
    expect(publicVerdict(site.policy, options).is).toBe('yes');
    expect(whoCan(site.policy, options).public).toBe('yes');
  }
}

describe.each(words)('%s', (word) => {
  test.each(Object.entries(places))('as %s of a queue policy', (place, make) => judge(policyOf(make(word)), 'queue-policy.json', word, defaultWorkspace, place));
  test.each(Object.entries(places))('as %s of a key policy', (place, make) => judge(keyPolicyOf(make(word)), 'key-policy.json', word, defaultWorkspace, place));

  test.each([
    ['Ref', `{"Ref": "${word}"}`],
    ['Fn::GetAtt', `{"Fn::GetAtt": ["${word}", "${word}"]}`],
    ['Fn::Sub', `{"Fn::Sub": "\${${word}}-\${${word}.Arn}"}`],
    ['Fn::If', `{"Fn::If": ["${word}", "111122223333", "444455556666"]}`],
    ['another function', `{"Fn::${word}": "a"}`],
    ['no function', `{"${word}": "a"}`],
  ])('in a template, with %s', (_, value) => {
    const resources = `{"${word}": {"Type": "${word}", "Properties": {}}, "Q": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": ["${word}"], "PolicyDocument": ${policyOf(element('Principal', `{"AWS": ${value}}`))}}}}`;
    judge(`{"AWSTemplateFormatVersion": "2010-09-09", "Parameters": {"${word}": {"Type": "CommaDelimitedList"}}, "Resources": ${resources}}`, 'template.json', word);
  });

  test('in the configuration', () => {
    const text = `{"rules": {"${word}": "off"}, "kinds": {"${word}": "${word}", "${word}/**": "key"}, "profile": "${word}", "zoneOfTrust": {"${word}": ["111122223333"], "accounts": ["${word}"]}, "account": "${word}", "${word}": 1, "suppressions": [{"rule": "${word}", "file": "${word}", "sid": "${word}", "reason": "${word}", "${word}": "a"}]}`;
    const { configuration, problems } = parseConfiguration(text, ['valid-sid']);
    for (const { message } of problems) expect(message.replaceAll(word, '')).not.toMatch(ACCIDENT);
    judge(policyOf(statement('')), 'queue-policy.json', word, withConfiguration(defaultWorkspace, configuration));
  });

  test('under the cursor: completion, hover and symbols answer', () => {
    const service = createPolicyLanguageService();
    for (const make of Object.values(places)) {
      const text = policyOf(make(word));
      const document = service.read(text, 'queue-policy.json', defaultWorkspace);
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        expect(service.hover(document, at + 1, defaultWorkspace)?.markdown.replaceAll(word, '') ?? '').not.toMatch(ACCIDENT);
        for (const item of service.complete(document, at + 1)) expect(item.edit.newText.replaceAll(word, '')).not.toMatch(ACCIDENT);
      }
      expect(JSON.stringify([service.symbols(document), service.lenses(document, defaultWorkspace)]).replaceAll(word, '')).not.toMatch(ACCIDENT);
    }
  });
});
