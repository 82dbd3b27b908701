/**
 * CloudFormation's long-form intrinsic functions, turned into holes, choices and partly known strings, so that nothing above knows them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html (2026-11)
 */
import { findMember, type HolePart, type Member, type ObjectNode, type Part, type ScalarNode, type Span, type TextPart, type TreeNode } from '../syntax';
import { dynamicReferences } from './dynamicReferences';
import { typeOfReference, type ResourceTypes } from './references';
import { literal, slice } from './textParts';

export interface TemplateNames {
  /** Parameters that hold lists: a reference to one may stand for many values. */
  readonly listParameters: Pick<ReadonlySet<string>, 'has'>;
  readonly resources: ResourceTypes;
}

/** The node with its intrinsics resolved; undefined for `AWS::NoValue`. */
export function resolveIntrinsics(node: TreeNode, names: TemplateNames): TreeNode | undefined {
  switch (node.kind) {
    case 'array': {
      const items = node.items.map((item) => resolveIntrinsics(item, names) ?? absent(item.range));
      return { ...node, items };
    }
    case 'object': {
      const resolved = intrinsic(node, names);
      return resolved === null ? resolveObject(node, names) : resolved;
    }
    case 'scalar':
      return node.type === 'string' ? dynamicReferences(node) : node;
    default:
      return node;
  }
}

/** No value at all, for sure. */
function absent(range: Span): TreeNode {
  return { kind: 'choice', range, alternatives: [undefined] };
}

function resolveObject(node: ObjectNode, names: TemplateNames): ObjectNode | undefined {
  const members: Member[] = [];
  let open = node.open;
  for (const member of node.members) {
    // A macro adds members that are not seen here.
    if (/^Fn::(Transform|ForEach)/.test(member.key.value)) open = true;
    else if (!member.value) members.push(member);
    else {
      const value = resolveIntrinsics(member.value, names);
      if (value) members.push(value === member.value ? member : { ...member, value });
    }
  }
  return { ...node, members, open };
}

function intrinsic(node: ObjectNode, names: TemplateNames): TreeNode | undefined | null {
  const member = node.members.length === 1 ? node.members[0]! : undefined;
  const name = member?.key.value;
  if (!member || !name || !(name === 'Ref' || name.startsWith('Fn::'))) return null;
  const value = member.value;
  switch (name) {
    case 'Ref':
      if (value?.kind !== 'scalar') return hole(node, name);
      if (value.value === 'AWS::NoValue') return absent(node.range);
      return names.listParameters.has(value.value) || value.value === 'AWS::NotificationARNs' ? hole(node, `\${${value.value}}`) : reference(node, value.value, names);
    case 'Fn::GetAtt':
      if (value?.kind === 'scalar') return reference(node, value.value, names);
      return value?.kind === 'array' ? reference(node, value.items.map((i) => (i.kind === 'scalar' ? i.value : '?')).join('.'), names) : unknownString(node, name);
    case 'Fn::ImportValue':
    case 'Fn::Base64':
    case 'Fn::ToJsonString':
      return unknownString(node, value?.kind === 'scalar' ? `\${${name} ${value.value}}` : `\${${name}}`);
    case 'Fn::Sub':
      return substitute(node, value, names) ?? unknownString(node, '${Fn::Sub}');
    case 'Fn::Join':
      return join(node, value, names) ?? unknownString(node, '${Fn::Join}');
    case 'Fn::If':
      if (value?.kind !== 'array' || value.items.length < 3) return hole(node, name);
      return { kind: 'choice', range: node.range, alternatives: value.items.slice(1, 3).map((item) => unwrapAbsent(resolveIntrinsics(item, names))) };
    default:
      return hole(node, name);
  }
}

function unwrapAbsent(node: TreeNode | undefined): TreeNode | undefined {
  return node?.kind === 'choice' && node.alternatives.length === 1 && node.alternatives[0] === undefined ? undefined : node;
}

function hole(node: ObjectNode, label: string): TreeNode {
  return { kind: 'hole', range: node.range, label };
}

function unknownString(node: ObjectNode, label: string): ScalarNode {
  return scalarOf(node, [{ kind: 'hole', text: label, range: node.range }]);
}

/** What `Ref` or `Fn::GetAtt` gives. */
function reference(node: ObjectNode, to: string, names: TemplateNames): ScalarNode {
  return scalarOf(node, [holePart(to, node.range, names)]);
}

function holePart(to: string, range: Span, names: TemplateNames): HolePart {
  const type = typeOfReference(to, names.resources);
  return { kind: 'hole', text: `\${${to}}`, range, ...(type && { type }) };
}

function scalarOf(node: ObjectNode, parts: readonly Part[]): ScalarNode {
  return dynamicReferences({ kind: 'scalar', type: 'string', range: node.range, value: parts.map((p) => p.text).join(''), parts });
}

/** `{"Fn::Sub": "arn:aws:sqs:${AWS::Region}:…"}` and the form with a map of names. `${!x}` is a literal `${x}`. */
function substitute(node: ObjectNode, value: TreeNode | undefined, names: TemplateNames): ScalarNode | undefined {
  const [template, map] = value?.kind === 'array' ? value.items : [value];
  if (template?.kind !== 'scalar' || template.parts.some((p) => p.kind === 'hole')) return undefined;
  const parts: Part[] = [];
  for (const part of template.parts as readonly TextPart[]) {
    let at = 0;
    for (const match of part.text.matchAll(/\$\{(!?)([^{}]*)\}/g)) {
      if (match.index > at) parts.push(slice(part, at, match.index));
      const end = match.index + match[0].length;
      if (match[1]) parts.push(literal(part, match.index, end));
      else {
        const own = map?.kind === 'object' ? findMember(map, match[2]!)?.value : undefined;
        const { range } = slice(part, match.index, end);
        const given = own && resolveIntrinsics(own, names);
        if (given?.kind === 'scalar') parts.push(...given.parts);
        else parts.push(own ? { kind: 'hole', text: match[0], range } : holePart(match[2]!.trim(), range, names));
      }
      at = end;
    }
    if (at < part.text.length || parts.length === 0) parts.push(slice(part, at, part.text.length));
  }
  return scalarOf(node, parts);
}

/** `{"Fn::Join": [":", ["arn:aws:sqs", {"Ref": "AWS::Region"}, …]]}` */
function join(node: ObjectNode, value: TreeNode | undefined, names: TemplateNames): ScalarNode | undefined {
  if (value?.kind !== 'array' || value.items.length !== 2) return undefined;
  const [delimiter, list] = value.items;
  if (delimiter?.kind !== 'scalar' || list?.kind !== 'array') return undefined;
  const parts: Part[] = [];
  for (const [i, item] of list.items.entries()) {
    const resolved = unwrapAbsent(resolveIntrinsics(item, names));
    if (!resolved) continue;
    if (i > 0 && delimiter.value !== '') parts.push(...delimiter.parts);
    if (resolved.kind === 'scalar') parts.push(...resolved.parts);
    else parts.push({ kind: 'hole', text: '${…}', range: item.range });
  }
  return scalarOf(node, parts);
}

/** Names of parameters whose type is a list. */
export function listParametersOf(template: ObjectNode): ReadonlySet<string> {
  const lists = new Set<string>();
  const parameters = findMember(template, 'Parameters')?.value;
  if (parameters?.kind === 'object')
    for (const parameter of parameters.members) {
      const type = parameter.value?.kind === 'object' ? findMember(parameter.value, 'Type')?.value : undefined;
      if (type?.kind === 'scalar' && /List/.test(type.value)) lists.add(parameter.key.value);
    }
  return lists;
}
