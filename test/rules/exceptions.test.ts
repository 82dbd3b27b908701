/** The fix that makes a Deny spare what an Allow is for is a decision, so its class proves nothing: here it is shown to let that in, and nobody else. */
import { expect, test } from 'vitest';
import { newAccess } from '../../server/src/access';
import { rules } from '../../server/src/rules';
import { applyChanges } from '../apply';
import { cases as blockedService } from '../fixtures/rules/no-blocked-service/cases';
import { cases as shadowedAllow } from '../fixtures/rules/no-shadowed-allow/cases';
import { read, run, unmark, type RuleCases } from './harness';

const fixed = (id: string, { invalid }: RuleCases) =>
  invalid.flatMap((theCase) => {
    const { text } = unmark(theCase.policy);
    const rule = rules.find(({ meta }) => meta.id === id)!;
    const [finding] = run(rule, read(text, theCase), read(text, theCase).policies[0]!, theCase).findings;
    return finding!.fixes.filter(({ title }) => title.startsWith('Except ')).map((fix) => [`${id}: ${theCase.name}`, { theCase, text, rule, fix }] as const);
  });

const all = [...fixed('no-blocked-service', blockedService), ...fixed('no-shadowed-allow', shadowedAllow)];

/** Beside an Allow of everything, what is new is what the Deny has stopped and stops no more. */
function open(text: string, theCase: RuleCases['invalid'][number]) {
  const everything = `{ "Effect": "Allow", "Principal": "*", "Action": "${theCase.kind === 'key' ? 'kms' : 'sqs'}:*", "Resource": "*" },`;
  return read(text.replace('"Statement": [', (start) => `${start} ${everything}`), theCase).policies[0]!;
}

test.each(all)('%s', (_, { theCase, text, rule }) => {
  const site = read(text, theCase).policies[0]!;
  // Its edits are of the tree that it was read from.
  const fix = run(rule, read(text, theCase), site, theCase).findings[0]!.fixes[0]!;
  const after = applyChanges(text, site.tree.write(fix.edits()));
  const document = read(after, theCase);
  expect(run(rule, document, document.policies[0]!, theCase).findings).toEqual([]);
  const spared = fix.title.replace(/^Except | from (statement|these) .*$/g, '').split(' and ');
  const { witnesses } = newAccess(open(text, theCase).policy, open(after, theCase).policy, { kind: site.kind, owner: site.owner.account });
  expect(witnesses.length).toBeGreaterThan(0);
  for (const { caller, context } of witnesses) {
    const said = JSON.stringify([caller, ...context.values()]);
    expect(spared.filter((value) => said.includes(/^arn:aws:iam::(\d+):root$/.exec(value)?.[1] ?? value)), said).not.toEqual([]);
  }
});

test('there are such cases', () => {
  expect(all.length).toBeGreaterThan(7);
});
