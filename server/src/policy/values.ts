/** Every string of a statement, in the order of the elements; and what is true of any value of a list. */
import { derive } from './derived';
import type { Statement, Value, ValueList } from './model';
import { hasHole } from './value';
import { depends, NO, YES, type Hole, type Truth } from './truth';

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

/** Whether it is true of any value. `unnamed`: what an open list depends on that does not tell of what. */
export function anyValue({ values, open, holes }: ValueList, unnamed: Hole, isTrueOf: (value: Value) => Truth): Truth {
  let on: Hole[] | undefined;
  for (const value of values) {
    const is = isTrueOf(value);
    if (is.is === 'yes' && value.certain) return YES;
    if (is.is === 'yes') (on ??= []).push({ label: value.text, node: value.node });
    else if (is.is === 'depends') (on ??= []).push(...is.on);
  }
  if (open) (on ??= []).push(...(holes.length > 0 ? holes : [unnamed]));
  return on ? depends(on) : NO;
}

/** Whether the statement may be an Allow or a Deny: its Effect is still to be filled in, or may be where it is not seen. */
export function isEffectUnknown({ effect, open }: Statement): boolean {
  return effect ? !effect.value || hasHole(effect.value) : open;
}
