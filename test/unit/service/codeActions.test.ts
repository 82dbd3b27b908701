import { describe, expect, test } from 'vitest';
import { createPolicyLanguageService, defaultWorkspace, type CodeAction } from '../../../server/src/service';
import { apply, forms, withCursor, type Form } from './forms';

const service = createPolicyLanguageService();
const sns = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.|amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders"}]}';
const onStatement = sns.replace('|', '').replace('"Statement"', '"State|ment"');

function actionsAt(text: string, form: Form = 'plain') {
  const cursor = withCursor(text, form);
  const reports = service.validate(cursor.document, defaultWorkspace);
  const actions = service.codeActions(reports, { start: cursor.offset, end: cursor.offset });
  return { cursor, reports, actions, apply: (action: CodeAction) => cursor.after(service.resolveFix(reports, action.reference!)!) };
}

describe.each(forms)('%s', (form) => {
  test('fixes, then the explanation; one is preferred', () => {
    const { actions } = actionsAt(sns, form);
    expect(actions.map((a) => a.title)).toEqual(['Limit to one source with aws:SourceArn', 'Limit to one account with aws:SourceAccount', 'Explain require-source-condition']);
    expect(actions.map((a) => a.preferred)).toEqual([true, false, false]);
  });

  test('the first fix gives the source', () => {
    const { actions, apply: fix } = actionsAt(sns, form);
    const { Statement } = JSON.parse(fix(actions[0]!)) as { Statement: { Condition: unknown }[] };
    expect(Statement[0]!.Condition).toEqual({ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:<topic-name>' } });
  });

  test('missing statements are inserted one by one or all at once', () => {
    const { actions, apply: fix } = actionsAt(onStatement, form);
    const one = actions.find((a) => a.title === 'Insert statement DenyUnsecureTransport')!;
    const sids = (text: string) => (JSON.parse(text) as { Statement: { Sid?: string }[] }).Statement.map((s) => s.Sid);
    expect(sids(fix(one))).toEqual([undefined, 'DenyUnsecureTransport']);
    const all = actions.find((a) => a.title === 'Insert all missing statements')!;
    const after = fix(all);
    expect(new Set(sids(after)).size).toBe(sids(after).length);
    const again = service.validate(service.read(after, 'queue-policy.json', defaultWorkspace), defaultWorkspace);
    expect(again.flatMap((r) => r.findings).map((f) => f.rule.id)).not.toContain('complete-least-privilege');
  });

  test('nothing elsewhere', () => {
    expect(actionsAt(sns.replace('|', '').replace('2012', '20|12'), form).actions).toEqual([]);
  });
});

test('two findings of one rule at one place keep their own fixes', () => {
  const text = sns.replace('sns.|amazonaws.com"', 'sns.|amazonaws.com"').replace('"Effect"', '"Sid": "A", "Effect"');
  const { actions, reports } = actionsAt(text);
  for (const action of actions.filter((a) => a.reference)) {
    const fix = reports[0]!.findings[action.reference!.finding]!.fixes[action.reference!.fix]!;
    expect(fix.title).toBe(action.title);
  }
});

test('a reference that the document no longer has resolves to nothing', () => {
  const { reports } = actionsAt(sns);
  expect(service.resolveFix(reports, { address: '$', rule: 'no-public-access', finding: 0, fix: 0 })).toBeUndefined();
  expect(service.resolveFix(reports, { address: '$.Policy', rule: 'require-source-condition', finding: 0, fix: 0 })).toBeUndefined();
  expect(service.resolveFix(reports, { address: '$', rule: 'require-source-condition', finding: 99, fix: 0 })).toBeUndefined();
});

test('fix-all changes nothing where no fix is safe', () => {
  expect(service.fixAll(sns.replace('|', ''), 'queue-policy.json', defaultWorkspace, new Set(['safe']))).toBeUndefined();
});

test('fix-all applies the safe fixes, and again changes nothing', () => {
  const text = sns.replace('|', '').replace(/\{"Effect"/, '{"Sid": "One", "Effect"').replace(/\]\}$/, ', {"Sid": "One", "Effect": "Deny", "Principal": "*", "Action": "sqs:PurgeQueue", "Resource": "*"}]}');
  const change = service.fixAll(text, 'queue-policy.json', defaultWorkspace, new Set(['safe']));
  const after = apply(text, [change!]);
  expect((JSON.parse(after) as { Statement: { Sid: string }[] }).Statement.map((s) => s.Sid)).toEqual(['One', 'One2']);
  expect(service.fixAll(after, 'queue-policy.json', defaultWorkspace, new Set(['safe']))).toBeUndefined();
});
