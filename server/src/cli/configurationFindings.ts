/** What `check` says about the configuration files that it used: the names in them, and suppressions that have come to nothing. */
import type { Suppression } from '../rules/configurationRule';
import type { PolicyReport } from '../service';
import { checkConfiguration } from '../service/configuration';
import { checkedFinding, type ConfigurationReport } from './report';
import type { UsedConfiguration } from './workspaces';

export class ConfigurationFindings {
  private readonly used = new Map<UsedConfiguration, { readonly paths: Set<string>; readonly met: Set<Suppression> }>();

  /** A file has been checked; `path` is relative to the configuration's folder. */
  add(configuration: UsedConfiguration | undefined, path: string, reports: readonly PolicyReport[]): void {
    if (!configuration) return;
    let seen = this.used.get(configuration);
    if (!seen) this.used.set(configuration, (seen = { paths: new Set(), met: new Set() }));
    // Of broken text not all is read: what was found in it may be found again.
    if (reports.every(({ site }) => site.tree.faults.length === 0)) seen.paths.add(path);
    for (const { suppressed } of reports) for (const { by } of suppressed) seen.met.add(by);
  }

  /** Those that have findings. */
  reports(shown: (path: string) => string): ConfigurationReport[] {
    return [...this.used].flatMap(([{ file, text, read, workspace }, { paths, met }]) => {
      // Of a glob it is not known whether every file that it names was checked.
      const isMet = (suppression: Suppression): boolean | undefined => met.has(suppression) || (paths.has(suppression.file) ? false : undefined);
      const findings = checkConfiguration(read, { profile: workspace.profile, levels: workspace.levels, today: workspace.today(), met: isMet });
      return findings.length === 0 ? [] : [{ path: shown(file), findings: findings.map((finding) => checkedFinding(shown(file), text, finding)) }];
    });
  }
}
