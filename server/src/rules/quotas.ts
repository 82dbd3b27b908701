/** What the two quota rules share. */
import { deriveFromText, minifiedSize, type Policy, type PolicySize, type Statement } from '../policy';
import type { QuotaFact } from '../aws';
import type { Finding } from './rule';
import { placeOf } from './leastPrivilege';

/** From which part of a quota on a warning is due: room for one more statement, not for many. */
export const NEARLY = 0.8;

/** Over the bytes an error, near them a warning. What is still to be filled in only adds to them. */
export function* checkBytes(policy: Policy, quota: QuotaFact, refused: string): Iterable<Finding> {
  const { bytes, exact } = sizeOf(policy);
  const used = `${exact ? '' : 'at least '}${counted(bytes)} of ${counted(quota.limit)} bytes, white space not counted`;
  if (bytes > quota.limit) yield { node: placeOf(policy), message: `This policy has ${used}: ${refused}. Shorten Sids, use wildcards in ARNs, or leave statements out.` };
  else if (bytes >= quota.limit * NEARLY) yield { node: placeOf(policy), severity: 'warning', message: `This policy has ${used}: there is little room left.` };
}

/** `8,192` */
export function counted(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** As `minifiedSize` has it. While somebody types, all statements but one are as they were. */
export function sizeOf({ node, statementArray, statements, tree: { text } }: Policy): PolicySize {
  if (node.kind !== 'object' || !statementArray || statementArray.open || statementArray.items.length !== statements.length || !statements.every((statement, i) => statement.certain && statement.node === statementArray.items[i])) return minifiedSize(node, text);
  const around = minifiedSize({ ...node, members: node.members.map((member) => (member.value === statementArray ? { ...member, value: { ...statementArray, items: [] } } : member)) });
  let bytes = around.bytes + Math.max(0, statements.length - 1);
  let exact = around.exact;
  for (const statement of statements) {
    const size = sizeOfStatement(statement);
    bytes += size.bytes;
    exact &&= size.exact;
  }
  return { bytes, exact };
}

function sizeOfStatement(statement: Statement): PolicySize {
  const rest = sizeWithoutSid(statement);
  const { sid, members } = statement;
  if (!sid?.value) return rest;
  const { bytes, exact } = minifiedSize(sid.value.node);
  return { bytes: rest.bytes + SID + bytes + (members.length > 1 ? 1 : 0), exact: rest.exact && exact };
}

/** `"Sid":` */
const SID = 6;

/** A Sid that is no string is a part of how the statement is written. */
const sizeWithoutSid = deriveFromText(({ sid, members, node }: Statement): PolicySize => minifiedSize(sid?.value ? { ...node, members: members.filter((member) => member !== sid.member) } : node));
