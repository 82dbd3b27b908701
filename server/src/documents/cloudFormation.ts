/**
 * Policies in CloudFormation templates written in JSON: AWS::SQS::QueuePolicy (and QueueInlinePolicy), AWS::KMS::Key, AWS::KMS::ReplicaKey.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queuepolicy.html (2026-11)
 */
import { findMember, parseEscapedJson, sourceSpan, type Edit, type ObjectNode, type Tree, type TreeNode } from '../syntax';
import { ownKey, ownQueues } from './attachment';
import type { FoundPolicy } from './document';
import { expressionsOf } from './expressions';
import { listParametersOf, resolveIntrinsics } from './intrinsics';
import { resourceTypesOf } from './references';
import { isPolicy } from './plainJson';

const POLICY_PROPERTY: ReadonlyMap<string, { readonly property: string; readonly kind: 'queue' | 'key' }> = new Map([
  ['AWS::SQS::QueuePolicy', { property: 'PolicyDocument', kind: 'queue' }],
  ['AWS::SQS::QueueInlinePolicy', { property: 'PolicyDocument', kind: 'queue' }],
  ['AWS::KMS::Key', { property: 'KeyPolicy', kind: 'key' }],
  ['AWS::KMS::ReplicaKey', { property: 'KeyPolicy', kind: 'key' }],
]);

/** Undefined: the document is no template. */
export function findTemplatePolicies(tree: Tree): FoundPolicy[] | undefined {
  const root = tree.root;
  const resources = root?.kind === 'object' ? findMember(root, 'Resources')?.value : undefined;
  if (root?.kind !== 'object' || resources?.kind !== 'object') return undefined;
  const template = findMember(root, 'AWSTemplateFormatVersion') !== undefined || resources.members.some((m) => /^(AWS|Custom|Alexa)::/.test(typeOf(m.value) ?? ''));
  if (!template) return undefined;
  const names = { listParameters: listParametersOf(root), resources: resourceTypesOf(resources) };
  const expressions = expressionsOf(names.resources);
  const deadLetterQueues = deadLetterQueuesOf(resources);
  const found: FoundPolicy[] = [];
  for (const resource of resources.members) {
    const type = typeOf(resource.value);
    const where = type === undefined ? undefined : POLICY_PROPERTY.get(type);
    if (!where || resource.value?.kind !== 'object') continue;
    const properties = findMember(resource.value, 'Properties')?.value;
    if (properties?.kind !== 'object') continue;
    const value = findMember(properties, where.property)?.value;
    if (!value) continue;
    const path = ['Resources', resource.key.value, 'Properties', where.property];
    const queues = where.kind === 'queue' ? (findMember(properties, 'Queues') ?? findMember(properties, 'Queue')) : undefined;
    const deadLetter = queues?.value && references(queues.value).find((name) => deadLetterQueues.has(name));
    const own = { ...(where.kind === 'key' ? ownKey(resource.key.value) : ownQueues(queues, names, resources)), expressions };
    const hints = {
      host: { kind: where.kind, reason: `it belongs to an ${type}` },
      name: resource.key.value,
      ...(deadLetter !== undefined && { deadLetter: `a RedrivePolicy names ${deadLetter}` }),
    };
    if (value.kind === 'scalar') {
      const inner = parseEscapedJson(tree, value);
      if (inner.root?.kind === 'object' && isPolicy(inner.root)) found.push({ path, host: 'cloudformation', tree: inner, node: inner.root, form: 'policy', hints, own: { resources: own.resources, open: own.open, owner: 'deployment', misplaced: [] } });
      continue;
    }
    const node = resolveIntrinsics(value, names);
    if (node?.kind === 'object') found.push({ path, host: 'cloudformation', tree: templateTree(tree), node, form: 'policy', hints, own });
    else if (node?.kind === 'choice')
      for (const [i, alternative] of node.alternatives.entries())
        if (alternative?.kind === 'object') found.push({ path: [...path, 'Fn::If', i + 1], host: 'cloudformation', tree: templateTree(tree), node: alternative, form: 'policy', hints, own });
  }
  return found;
}

/** A policy in a file of its own that a template includes: what it refers to is known there alone, lists among it. */
export function includedPolicy(found: FoundPolicy): FoundPolicy {
  if (!/"(?:Ref|Fn::\w+)"|\{\{resolve:/.test(found.tree.text)) return found;
  const node = resolveIntrinsics(found.node, { listParameters: { has: () => true }, resources: new Map() });
  const own = { resources: [], open: true, owner: 'deployment', misplaced: [], expressions: expressionsOf(new Map()) } as const;
  return node?.kind === 'object' || node?.kind === 'array' ? { ...found, tree: templateTree(found.tree), node, own } : found;
}

/** The template's tree, which leaves alone what an edit cannot reach: text that several intrinsics make together. */
function templateTree(tree: Tree): Tree {
  const reachable = (edit: Edit): boolean => {
    if (edit.kind !== 'replaceSpan') return true;
    const span = sourceSpan(edit.node, edit.span);
    return edit.node.parts.some((p) => p.kind === 'text' && p.range.start <= span.start && span.end <= p.range.end);
  };
  return { ...tree, write: (edits) => (edits.every(reachable) ? tree.write(edits) : []) };
}

function typeOf(node: TreeNode | undefined): string | undefined {
  const type = node?.kind === 'object' ? findMember(node, 'Type')?.value : undefined;
  return type?.kind === 'scalar' ? type.value : undefined;
}

/** Logical names that the RedrivePolicy of some queue points to. */
function deadLetterQueuesOf(resources: ObjectNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const resource of resources.members) {
    if (typeOf(resource.value) !== 'AWS::SQS::Queue' || resource.value?.kind !== 'object') continue;
    const properties = findMember(resource.value, 'Properties')?.value;
    const redrive = properties?.kind === 'object' ? findMember(properties, 'RedrivePolicy')?.value : undefined;
    if (redrive) for (const name of references(redrive)) names.add(name);
  }
  return names;
}

/** Logical names that a value refers to. */
function references(node: TreeNode): string[] {
  if (node.kind === 'array') return node.items.flatMap(references);
  if (node.kind !== 'object') return [];
  return node.members.flatMap((member) => {
    const value = member.value;
    if (!value) return [];
    if (member.key.value === 'Ref' && value.kind === 'scalar') return [value.value];
    if (member.key.value === 'Fn::GetAtt') {
      if (value.kind === 'scalar') return [value.value.split('.')[0]!];
      if (value.kind === 'array' && value.items[0]?.kind === 'scalar') return [value.items[0].value];
    }
    if (member.key.value === 'Fn::Sub' && value.kind === 'scalar') return [...value.value.matchAll(/\$\{([A-Za-z0-9]+)(?:\.[A-Za-z]+)?\}/g)].map((m) => m[1]!);
    return references(value);
  });
}
