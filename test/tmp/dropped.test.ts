/// <reference types="vite/client" />
import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { facts } from '../../server/src/aws';
import { ruleMetas } from '../../server/src/rules';
import { validate } from '../../server/src/service/validate';
import { defaultWorkspace } from '../../server/src/service/workspace';
import { applyChanges } from '../apply';
import { read, unmark, ZONE, type RuleCases } from '../rules/harness';
const modules = import.meta.glob<{ cases: RuleCases }>('../fixtures/rules/*/cases.ts', { eager: true });
test('dropped', () => {
  const out: string[] = [];
  let n = 0;
  for (const [path, { cases }] of Object.entries(modules)) {
    const id = path.split('/').at(-2)!;
    for (const c of cases.invalid) {
      const { text } = unmark(c.policy);
      const document = read(text, c);
      const ws = { ...defaultWorkspace, zone: c.zone ? { accounts: [], organizations: [], ...c.zone } : ZONE, profile: c.profile ?? 'recommended', ...(c.owner !== undefined && { account: c.owner }), kindOf: () => c.kind ?? 'queue', levels: Object.fromEntries(ruleMetas.filter((m) => m.id === id && m.levels[c.profile ?? 'recommended'] === 'off').map((m) => [m.id, 'warning' as const])) } as typeof defaultWorkspace;
      for (const report of validate(document, ws, facts))
        for (const f of report.findings) {
          if (f.rule.id !== id) continue;
          n += f.proposed.length;
          for (const p of f.proposed) {
            const got = f.fixes.find((x) => x.title === p.title);
            if (got && got.class === p.class) continue;
            const after = applyChanges(text, report.site.tree.write(p.edits()));
            const again = validate(read(after, c), ws, facts)[0];
            const key = (x: { rule: { id: string }; message: string }) => `${x.rule.id}: ${x.message}`;
            const before = new Set(report.findings.map(key));
            out.push(`${id} / ${c.name}: ${p.class} "${p.title}" -> ${got ? got.class : 'dropped'}\n      ${again?.findings.filter((x) => (x.severity === 'error' || x.severity === 'warning') && !before.has(key(x))).map((x) => `${x.severity} ${key(x).slice(0, 150)}`).join('\n      ') ?? 'no policy'}`);
          }
        }
    }
  }
  writeFileSync('/tmp/dropped.txt', `${n} proposed\n` + out.join('\n'));
}, 600000);
