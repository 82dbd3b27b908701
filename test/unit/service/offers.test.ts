/** Fixes are tried before they are offered: what they would do to this policy decides whether they are, and as what. */
import { describe, expect, test } from 'vitest';
import type { FixClass } from '../../../server/src/rules/rule';
import { createPolicyLanguageService, defaultWorkspace, type Workspace } from '../../../server/src/service';
import { fixAll } from '../../../server/src/service/fixAll';

const service = createPolicyLanguageService();
const owned: Workspace = { ...defaultWorkspace, account: '111122223333' };
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const ROOT = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' };
const queueStatement = (elements: object) => ({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/worker' }, Action: 'sqs:SendMessage', Resource: QUEUE, ...elements });
const policy = (...statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);

function offered(text: string, rule: string, name = 'queue-policy.json', workspace = owned): readonly string[] {
  const [report] = service.validate(service.read(text, name, workspace), workspace);
  const findings = report!.findings.filter((finding) => finding.rule.id === rule);
  expect(findings, `no ${rule}`).not.toEqual([]);
  return findings.flatMap((finding) => finding.fixes.map((fix) => `${fix.class}: ${fix.title}`));
}

function fixed(text: string, classes: readonly FixClass[], name = 'queue-policy.json'): string {
  const change = service.fixAll(text, name, owned, new Set(classes));
  return change ? text.slice(0, change.range.start) + change.newText + text.slice(change.range.end) : text;
}

describe('a repair', () => {
  test('that lets nobody in but whom it names stays one', () => {
    expect(offered(policy(ROOT, { ...ROOT, Principal: { AWS: 'arn:aws:iam::111122223333:role/worker' }, Action: 'kms:Decrypt', Resource: 'arn:aws:s3:::uploads' }), 'kms-key-resource', 'key-policy.json')).toEqual(['repair: Set Resource to "*" (this key)']);
  });

  test('that would let anybody in is neither offered nor applied', () => {
    const text = policy(ROOT, { ...ROOT, Principal: '*', Resource: 'arn:aws:s3:::uploads' });
    expect(offered(text, 'kms-key-resource', 'key-policy.json')).toEqual([]);
    expect(fixed(text, ['safe', 'repair'], 'key-policy.json')).toBe(text);
  });

  test('that would lock the account out of its queue is a decision', () => {
    const text = policy(queueStatement({ Effect: 'Deny', Principal: '*', Action: 'sqs:SetQueueAttribute' }));
    expect(offered(text, 'known-action')).toEqual(['decision: Replace by sqs:SetQueueAttributes']);
    expect(fixed(text, ['safe', 'repair'])).toBe(text);
  });

  test('that would make a Deny spare somebody is a decision', () => {
    const text = policy(queueStatement({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }), queueStatement({ Effect: 'Deny', Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } } }));
    expect(offered(text, 'no-wildcard-in-exact-operator')).toEqual(['decision: Use ArnNotLike']);
  });

  test('two that each do no harm are not applied together where they would', () => {
    const text = policy(queueStatement({ Principal: '*', Action: 'sqs:SendMesage', Resource: 'arn:aws:s3:::uploads' }));
    const after = fixed(text, ['safe', 'repair']);
    const [report] = service.validate(service.read(after, 'queue-policy.json', owned), owned);
    expect(after).not.toBe(text);
    expect(report!.findings.map((finding) => finding.rule.id)).not.toContain('no-public-access');
  });

  test('beside another slip of its statement is offered', () => {
    const text = policy(queueStatement({ Principle: { AWS: '1111-2222-3333' }, Principal: undefined }));
    expect(offered(text, 'known-element')).toEqual(['repair: Rename to Principal']);
  });
});

describe('a decision', () => {
  test('that leaves nobody to change the key policy is not offered', () => {
    const text = policy({ ...ROOT, Principal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:role/ops'] } });
    expect(offered(text, 'no-broad-grant', 'key-policy.json')).toEqual([]);
  });

  test('an organization boundary beside a service that receives is not offered where it would block it', () => {
    const text = policy(queueStatement({ Principal: { Service: 'pipes.amazonaws.com' }, Action: 'sqs:ReceiveMessage', Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }));
    for (const finding of service.validate(service.read(text, 'queue-policy.json', owned), owned)[0]!.findings)
      for (const fix of finding.fixes) {
        const [report] = service.validate(service.read(text, 'queue-policy.json', owned), owned);
        const proposal = report!.findings.flatMap((one) => one.fixes).find((one) => one.title === fix.title)!;
        const after = report!.site.tree.write(proposal.edits()).reduceRight((t, change) => t.slice(0, change.range.start) + change.newText + t.slice(change.range.end), text);
        const errors = service.validate(service.read(after, 'queue-policy.json', owned), owned)[0]!.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule.id);
        expect(errors, fix.title).toEqual([]);
      }
  });
});

test('the service that sends a source is named, with the account that stood there', () => {
  const text = policy(queueStatement({ Principal: { AWS: '444455556666' }, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } } }));
  const [report] = service.validate(service.read(text, 'queue-policy.json', owned), owned);
  const fix = report!.findings.flatMap((finding) => finding.fixes).find(({ title }) => title === 'Name s3.amazonaws.com as principal');
  const after = report!.site.tree.write(fix!.edits()).reduceRight((t, change) => t.slice(0, change.range.start) + change.newText + t.slice(change.range.end), text);
  expect((JSON.parse(after) as { Statement: unknown[] }).Statement).toEqual([queueStatement({ Principal: { Service: 's3.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' }, StringEquals: { 'aws:SourceAccount': '444455556666' } } })]);
});

describe('safe fixes', () => {
  test('a statement goes only while the one that holds it stays', () => {
    const one = queueStatement({ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    const after = fixed(policy(one, one, one), ['safe']);
    expect((JSON.parse(after) as { Statement: unknown[] }).Statement).toEqual([one]);
  });

  test('Denies of two queues stay', () => {
    const of = (name: string) => queueStatement({ Sid: name, Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: `arn:aws:sqs:eu-west-1:111122223333:${name}`, Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    const text = policy(of('orders'), of('payments'));
    expect(fixed(text, ['safe', 'repair'])).toBe(text);
  });

  test('a finding that nobody may take away unasked keeps its statement', () => {
    const text = policy(queueStatement({}), queueStatement({ Sid: 'Wrong', Action: 's3:GetObject' }));
    expect(fixed(text, ['safe'])).toBe(text);
  });

  test('fixes that do not go together are applied in part', () => {
    const findings = ['a', 'b'].map((word, i) => ({ rule: { id: word, category: 'grammar' } as never, severity: 'warning' as const, message: word, range: { start: i, end: i + 1 }, related: [], fixes: [{ title: word, class: 'safe' as const, edits: () => [word as never] }] }));
    const validate = (text: string) => {
      const read = service.read('{"Version": "2012-10-17", "Statement": []}', 'queue-policy.json', owned).policies[0]!;
      const faults = text === 'XX' ? [{ code: 'empty' as const, range: { start: 0, end: 0 } }] : [];
      const write = (edits: readonly unknown[]) => [{ range: edits[0] === 'a' ? { start: 0, end: 1 } : { start: 3, end: 4 }, newText: 'X' }];
      return [{ site: { ...read, tree: { ...read.tree, text, faults, write } }, findings: findings.filter((_, i) => text[i * 3] !== 'X') as never }];
    };
    // Each alone is sound; the reader of this text refuses both.
    const refusing = (text: string) => validate(text[0] === 'X' && text[3] === 'X' ? 'XX' : text);
    expect(fixAll('a..b', new Set(['safe']), refusing)).toEqual({ text: 'X..b', applied: 1 });
    expect(fixAll('a..b', new Set(['safe']), validate)).toEqual({ text: 'X..X', applied: 2 });
  });
});
