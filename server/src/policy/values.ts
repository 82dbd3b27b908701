/** Every string of a statement, in the order of the elements. */
import { derive } from './derived';
import type { Statement, Value } from './model';

/** Sid, Effect, principals, actions, resources, condition keys and their values; operators and kinds of principal are not among them. */
export const valuesOf = derive((statement: Statement): readonly Value[] => {
  const found: Value[] = [];
  if (statement.sid?.value) found.push(statement.sid.value);
  if (statement.effect?.value) found.push(statement.effect.value);
  for (const element of [statement.principal, statement.notPrincipal]) {
    if (element?.bare) found.push(...element.bare.values);
    if (element) for (const { list } of element.entries) found.push(...list.values);
  }
  for (const list of [statement.action, statement.notAction, statement.resource, statement.notResource]) if (list) found.push(...list.values);
  if (statement.condition) for (const { key, list } of statement.condition.tests) found.push(key, ...list.values);
  return found;
});
