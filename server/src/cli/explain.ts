/** `explain`: a rule's page, and what it is by default. */
import { ruleMetas } from '../rules';
import type { RuleMeta } from '../rules/rule';
import { didYouMean, parseArguments } from './arguments';
import { print } from './lines';
import { CLEAN, UsageError, type CommandRuntime, type ExitCode } from './runtime';

const FIXES: Readonly<Record<RuleMeta['fix'], string>> = {
  safe: 'safe (applied by check --fix)',
  repair: 'repair (applied by check --fix=repair)',
  decision: 'a decision of yours (offered in the editor)',
  none: 'none',
};

export function explain(args: readonly string[], runtime: CommandRuntime): ExitCode {
  const { operands } = parseArguments(args, {});
  const ids = ruleMetas.map((meta) => meta.id);
  const [id] = operands;
  if (id === undefined) throw new UsageError('explain needs a rule: the name in brackets behind a finding');
  if (operands.length > 1) throw new UsageError('explain takes one rule');
  const meta = ruleMetas.find((meta) => meta.id === id);
  if (!meta) throw new UsageError(`there is no rule ${JSON.stringify(id)}${didYouMean(id, ids)}`);
  const page = runtime.rulePage(meta.id)?.trimEnd().replaceAll('\r\n', '\n') ?? `# ${meta.id}\n\n${meta.summary}`;
  print(runtime, [...page.split('\n'), '', ...facts(meta)]);
  return CLEAN;
}

function facts(meta: RuleMeta): string[] {
  const rows: [string, string][] = [
    ['Category', meta.category],
    ['Checked in', meta.kinds.join(', ') || 'the configuration file'],
    ['Level', `${meta.levels.recommended} in recommended, ${meta.levels.strict} in strict`],
    ['Fix', FIXES[meta.fix]],
  ];
  if (meta.accessAnalyzer?.length) rows.push(['IAM Access Analyzer', meta.accessAnalyzer.join(', ')]);
  return rows.map(([name, value]) => `${name}: ${value}`);
}
