/** Runs the rules about the configuration file over it. */
import { nearest } from '../../aws';
import { configurationRules, ruleMetas } from '../../rules';
import type { ConfigurationContext } from '../../rules/configurationRule';
import type { Level, Profile } from '../../rules/rule';
import { reportFinding, type Reported } from '../../rules/runner';
import type { ReadConfiguration } from './readConfiguration';

export interface ConfigurationCheck extends Pick<ConfigurationContext, 'today' | 'met'> {
  readonly profile: Profile;
  readonly levels: Readonly<Record<string, Level>>;
}

export function checkConfiguration({ file }: ReadConfiguration, { profile, levels, today, met }: ConfigurationCheck): Reported[] {
  const ruleIds = ruleMetas.map((meta) => meta.id);
  // A rule that this profile does not ask finds nothing; under another it may.
  const metNow: ConfigurationContext['met'] = (suppression) => (levelOf(suppression.rule, profile, levels) === 'off' ? undefined : met(suppression));
  return configurationRules
    .flatMap((rule) => {
      const level = levels[rule.meta.id] ?? rule.meta.levels[profile];
      return level === 'off' ? [] : [...rule.check(file, { ruleIds, nearest, today, met: metNow })].map((finding) => reportFinding(rule.meta, finding, file.tree, level));
    })
    .sort((a, b) => a.range.start - b.range.start);
}

function levelOf(rule: string, profile: Profile, levels: ConfigurationCheck['levels']): Level | undefined {
  return (Object.hasOwn(levels, rule) ? levels[rule] : undefined) ?? ruleMetas.find((meta) => meta.id === rule)?.levels[profile];
}
