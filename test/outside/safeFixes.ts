/** What is applied unasked: before and after it the same requests are let in, the same are denied. */
import { createPolicyLanguageService, defaultWorkspace, type Workspace } from '../../server/src/service';
import { applyChanges } from '../apply';
import { compile, coverage, drawRequest, drawWorld, level, matchesAction, allActions, drawingOf, decide, type Blind, type Evidence, type PolicyJson, type Random } from '../requests';
import type { Subject } from './claims';
import { tell } from './run';

interface Ground {
  readonly evidence: Evidence;
  readonly requests: number;
  readonly random: Random;
  readonly blind: Blind;
}

const service = createPolicyLanguageService();

export function safeFixFaults({ kind, policy, owner }: Subject, { evidence, requests, random, blind }: Ground, wrong: (kind: string, why: string) => void, offered: (rule: string) => void): number {
  const workspace: Workspace = { ...defaultWorkspace, profile: 'strict', kindOf: () => kind, ...(owner !== undefined && { account: owner }) };
  const text = JSON.stringify(policy, null, 2);
  const document = service.read(text, kind === 'key' ? 'key-policy.json' : 'queue-policy.json', workspace);
  let asked = 0;
  for (const { site, findings } of service.validate(document, workspace))
    for (const { rule, fixes } of findings)
      for (const fix of fixes.filter((one) => one.class === 'safe')) {
        offered(rule.id);
        const after = JSON.parse(applyChanges(text, site.tree.write(fix.edits()))) as PolicyJson;
        asked += compare(policy, after, { evidence, requests, random, blind }, (what, why) => wrong(`${rule.id} ${what}`, `"${fix.title}" leaves ${JSON.stringify(after.Statement)}: ${why}`));
      }
  return asked;
}

function compare(before: PolicyJson, after: PolicyJson, { evidence, requests, random, blind }: Ground, wrong: (what: string, why: string) => void): number {
  const [was, is] = [compile(before), compile(after)];
  const drawing = drawingOf([before, after], matchesAction, allActions[evidence.kind]);
  for (let i = 0; i < requests; i++) {
    const world = drawWorld(evidence, random);
    if (!world) continue;
    const request = drawRequest(drawing, world, random, blind);
    const [a, b] = [coverage(was, request, world), coverage(is, request, world)];
    const [decidedA, decidedB] = [decide(was, a, request, world), decide(is, b, request, world)];
    if (decidedA === decidedB && level(was, a, request, world) === level(is, b, request, world)) continue;
    wrong(decidedA === 'explicit-deny' ? 'no longer denies' : level(was, a, request, world) < level(is, b, request, world) ? 'lets in' : 'takes away', `${decidedA} became ${decidedB} for ${tell(request, world)}`);
    return i + 1;
  }
  return requests;
}
