import { describe, expect, test } from 'vitest';
import { findPolicies } from '../../../server/src/documents';
import { otherSyntax } from '../../../server/src/documents/otherSyntax';
import { defaultWorkspace, createPolicyLanguageService } from '../../../server/src/service';

const policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}]}';

describe('what is not JSON', () => {
  test.each([
    ['by its name, whatever is in it', 'queue.yaml', policy, 'YAML'],
    ['by its name', 'QUEUE.YML', '', 'YAML'],
    ['a template of it', 'queue.yaml.j2', policy, 'YAML'],
    ['by its name', 'main.tf', policy, 'Terraform'],
    ['by its name', 'live/terragrunt.hcl', policy, 'HCL'],
    ['by its name', 'orders.auto.tfvars', 'a = 1', 'Terraform'],
    ['a template in YAML', 'queue.template', `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A: ${policy}`, 'YAML'],
    ['a comment first', 'queue-policy.json', `# {"Version": "2012-10-17"}\n\nResources:\n  Policy: ${policy}\n`, 'YAML'],
    ['a document mark first', 'queue-policy.json', `---\n${policy}`.replace('{', 'Policy: {'), 'YAML'],
    ['a quoted key first', 'queue-policy.json', '"AWSTemplateFormatVersion": "2010-09-09"\nResources:\n  A: {}\n', 'YAML'],
    ['a list', 'policies', `- ${policy}`, 'YAML'],
    ['on standard input', '-', `Statement:\n  - ${policy}`, 'YAML'],
    ['a resource', 'policy.txt', `resource "aws_sqs_queue_policy" "orders" {\n  policy = jsonencode(${policy})\n}`, 'Terraform'],
    ['a comment of another style first', 'policy', `/* {"a": 1} */\n// b\nlocals {\n  policy = ${policy}\n}`, 'Terraform'],
    ['a page', 'README.md', `# Queues\n\n    ${policy}\n`, 'other'],
    ['a program', 'stack.ts', `export const policy = ${policy};`, 'other'],
    ['a section', 'queues.ini', `[orders]\npolicy = ${policy}`, 'other'],
  ])('%s: %s', (_, path, text, syntax) => {
    expect(otherSyntax(path, text)).toBe(syntax);
    const service = createPolicyLanguageService();
    const document = service.read(text, path, { ...defaultWorkspace, kindOf: () => 'queue' });
    expect(document).toMatchObject({ otherSyntax: syntax, policies: [] });
    expect(service.validate(document, defaultWorkspace)).toEqual([]);
    expect(service.fixAll(text, path, defaultWorkspace, new Set(['safe', 'repair']))).toBeUndefined();
    expect([service.complete(document, text.indexOf('{') + 1), service.lenses(document, defaultWorkspace), service.symbols(document)]).toEqual([[], [], []]);
  });
});

describe('what may be JSON', () => {
  test.each([
    ['orders.tf.json', policy],
    ['orders.sqspolicy', `\n// why\n${policy}`],
    ['policy', policy],
    ['-', `$ aws sqs get-queue-attributes\n${policy}`],
    ['queue-policy.json', `My policy:\n${policy}`],
    ['queue-policy.json', policy.slice(1)],
    ['queue-policy.json.tpl', `%{ if x }\n${policy}\n%{ endif }`],
    ['queue-policy.json.j2', `{% set a = 1 %}\n{# b #}\n${policy}`],
    ['queue-policy.json', `\uFEFF${policy}`],
  ])('%s', (path, text) => {
    expect(otherSyntax(path, text)).toBeUndefined();
    expect(findPolicies(text, { name: path }).policies).toHaveLength(1);
  });

  test.each([['', ''], ['queue-policy.json', ''], ['queue-policy.json', '# nothing yet'], ['queue-policy.json', '${policy}'], ['untitled:Untitled-1', '{']])('%s with %j', (path, text) => expect(otherSyntax(path, text)).toBeUndefined());
});
