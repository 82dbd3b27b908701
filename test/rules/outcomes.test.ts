/// <reference types="vite/client" />
/**
 * Everything that each rule says of its own cases: places, messages, related places, fixes and what they change, and the holes that it depends
 * on, a file for each rule. A change of any of it is seen in review. `npx vitest run test/rules/outcomes.test.ts -u` writes them.
 */
import { describe, expect, test } from 'vitest';
import type { Reported } from '../../server/src/rules/runner';
import { rules } from '../../server/src/rules';
import { applyChanges } from '../apply';
import { read, run, unmark, type RuleCases, type ValidCase } from './harness';

const modules = import.meta.glob<{ cases: RuleCases }>('../fixtures/rules/*/cases.ts', { eager: true });

/** The lines that differ, one after the other. */
function changed(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return [...old.slice(start, old.length - end).map((line) => `- ${line.trimEnd()}`), ...now.slice(start, now.length - end).map((line) => `+ ${line.trimEnd()}`)];
}

function describeFinding(finding: Reported, text: string, write: (fix: Reported['fixes'][number]) => string): string[] {
  const shown = (range: Reported['range']): string => JSON.stringify(text.slice(range.start, range.end).replace(/\s+/g, ' ').slice(0, 60));
  return [
    `${finding.severity} ${shown(finding.range)}${finding.statement ? ` in statement ${finding.statement.index + 1}` : ''}: ${finding.message}`,
    ...finding.related.map((related) => `  and ${shown(related.range)}: ${related.message}`),
    ...finding.fixes.flatMap((fix) => [`  ${fix.class}: ${fix.title}`, ...changed(text, write(fix)).map((line) => `    ${line}`)]),
  ];
}

function outcome(rule: (typeof rules)[number], theCase: ValidCase): string[] {
  const { text } = unmark(theCase.policy);
  const document = read(text, theCase);
  return document.policies.flatMap((site) => {
    const { findings, undecided } = run(rule, document, site, theCase);
    const found = findings.flatMap((finding) => describeFinding(finding, text, (fix) => applyChanges(text, site.tree.write(fix.edits()))));
    return [...found, ...undecided.map(({ holes }) => `depends on ${holes.map((hole) => hole.label).join(', ')}`)];
  });
}

describe('what it says of its cases', () => {
  test.each(rules.map((rule) => [rule.meta.id, rule] as const))('%s', async (id, rule) => {
    const { invalid, valid } = modules[`../fixtures/rules/${id}/cases.ts`]!.cases;
    const all = [...invalid, ...valid].map((theCase) => `== ${theCase.name}\n${outcome(rule, theCase).map((line) => `${line}\n`).join('')}`);
    await expect(all.join('\n')).toMatchFileSnapshot(`../golden/rules/${id}.txt`);
  });
});
