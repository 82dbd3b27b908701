import { expect, test } from 'vitest';
import { createPolicyLanguageService, defaultWorkspace } from '../../../server/src/service';

const workspace = { ...defaultWorkspace, kindOf: () => 'queue' as const };

test('a statement of a template tells nothing of the same text in another document', () => {
  const statement = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: { Ref: 'Actions' }, Resource: '*' };
  const template = JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: { P: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: { Version: '2012-10-17', Statement: [statement] } } } } });
  const attributes = JSON.stringify({ Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) } });
  const rules = (service: ReturnType<typeof createPolicyLanguageService>, text: string) => service.validate(service.read(text, 'p.json', workspace), workspace).flatMap(({ findings }) => findings.map(({ rule }) => rule.id)).sort();
  const service = createPolicyLanguageService();
  for (const text of [template, attributes, template, attributes]) expect(rules(service, text)).toEqual(rules(createPolicyLanguageService(), text));
  expect(rules(service, template)).not.toEqual(rules(service, attributes));
});
