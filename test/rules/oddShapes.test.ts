/// <reference types="vite/client" />
/** Policies that are not as the cases have them: an element is missing or of another type, or a template chooses it. No rule fails over them, and no fix does nothing. */
import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../../server/src/documents';
import { rules } from '../../server/src/rules';
import type { Rule } from '../../server/src/rules/rule';
import { read, run, unmark, wrap, type RuleCases, type ValidCase } from './harness';

const modules = import.meta.glob<{ cases: RuleCases }>('../fixtures/rules/*/cases.ts', { eager: true });

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A rule that fails throws. */
function judge(rule: Rule, document: PolicyDocument, theCase?: ValidCase): void {
  for (const site of document.policies) for (const { fixes } of run(rule, document, site, theCase).findings) for (const fix of fixes) expect(site.tree.write(fix.edits()), `${fix.title} changes nothing:\n${document.text}`).not.toEqual([]);
}

describe('an element is missing or of another type', () => {
  const ODD: readonly unknown[] = [undefined, null, 5, '', 'x', [], [5], [[]], {}, { x: 5 }, { AWS: [] }, { Service: null }, { ArnLike: { 'aws:SourceArn': null } }];
  const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

  /** `NotAction` and its like stand in the place of what they negate. */
  function change(statement: Readonly<Record<string, unknown>>, element: string, value: unknown): Record<string, unknown> {
    const changed = { ...statement, [element]: value };
    if (element.startsWith('Not')) delete changed[element.slice('Not'.length)];
    return changed;
  }

  function policies(kind: 'queue' | 'key'): PolicyDocument[] {
    const service = kind === 'key' ? 'kms' : 'sqs';
    const base = { Sid: 'A', Action: kind === 'key' ? ['kms:Decrypt', 'kms:CreateGrant'] : 'sqs:SendMessage', Resource: kind === 'key' ? '*' : 'arn:aws:sqs:eu-west-1:111122223333:orders' };
    const statements = [
      { ...base, Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } } },
      { ...base, Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:role/worker' } },
      { ...base, Effect: 'Deny', Principal: '*', Action: `${service}:*`, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
    ];
    const changed = statements.flatMap((statement, at) => ELEMENTS.flatMap((element) => ODD.map((odd) => statements.map((one, i) => (i === at ? change(statement, element, odd) : one)))));
    return [...changed.map((Statement): unknown => ({ Version: '2012-10-17', Statement })), ...ODD.map((odd) => ({ Version: odd, Statement: odd }))].map((policy) => read(JSON.stringify(policy), { kind }));
  }

  const documents = { queue: policies('queue'), key: policies('key') };
  test.each(rules.map((rule) => [rule.meta.id, rule] as const))('%s', (_, rule) => {
    for (const kind of ['queue', 'key'] as const) if (rule.meta.kinds.includes(kind)) for (const document of documents[kind]) judge(rule, document);
  });
});

describe('a template chooses a part of a case', () => {
  /** The same with one part in the place of which a template has that part or another, or that part or none. */
  function chosen(value: Json): Json[] {
    const inner = Array.isArray(value)
      ? value.flatMap((item, at) => chosen(item).map((one): Json => value.map((other, i) => (i === at ? one : other))))
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, one]) => chosen(one).map((changed): Json => ({ ...value, [key]: changed })))
        : [];
    return [{ 'Fn::If': ['Chosen', value, value] }, { 'Fn::If': ['Chosen', value, { Ref: 'AWS::NoValue' }] }, ...inner];
  }

  function parsed(text: string): Json | undefined {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return undefined;
    }
  }

  test.each(rules.map((rule) => [rule.meta.id, rule] as const))('%s', (id, rule) => {
    for (const theCase of modules[`../fixtures/rules/${id}/cases.ts`]!.cases.invalid) {
      const policy = parsed(unmark(theCase.policy).text);
      // Of a policy that is very long every choice would take long.
      if (policy === undefined || theCase.policy.length > 3000) continue;
      for (const one of chosen(policy)) judge(rule, read(wrap(JSON.stringify(one), 'template', theCase.kind ?? 'queue').text, theCase), theCase);
    }
  });
});
