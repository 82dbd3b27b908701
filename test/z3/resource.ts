import { list, type Planted, type StatementJson } from './asked';
import { matchesGlob, segments } from './terms';

/** Whether a statement is about the own queue or key. */
export function resourceFits({ Resource, NotResource }: StatementJson, resource: string, planted?: Planted): boolean {
  if (planted === 'any ARN is the own one') return Resource !== undefined;
  const found = list(Resource ?? NotResource).some((text) => text === '*' || segments(text).every((part, i) => matchesGlob(part, segments(resource)[i]!)));
  return found === (Resource !== undefined);
}
