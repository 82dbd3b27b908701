/** `.sqs-kms-policy.json` in the editor: its mistakes, and whether its suppressions still meet a finding. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { PolicyLanguageService } from '../service';
import { checkConfiguration, parseConfiguration, withConfiguration, type Configuration, type ReadConfiguration } from '../service/configuration';
import type { Mendable } from '../service';
import type { TextChange } from '../syntax';
import { difference } from '../service/difference';
import { fixAll } from '../service/fixAll';
import { isGlob } from '../service/glob';
import type { Workspace } from '../service';
import { ruleIds } from './configurations';

/** One version of the configuration file. */
export interface ConfigurationReading {
  readonly document: TextDocument;
  readonly version: number;
  readonly problems: ReadConfiguration['problems'];
  readonly reports: () => readonly Mendable[];
  readonly fixAll: () => TextChange | undefined;
}

/** `textOf`: the text of a file by its path relative to the configuration's folder, as the editor has it. */
export async function readConfigurationDocument(document: TextDocument, base: Workspace, service: PolicyLanguageService, textOf: (path: string) => Promise<string | undefined>): Promise<ConfigurationReading> {
  const { version } = document;
  const text = document.getText();
  const { configuration, problems } = parseConfiguration(text, ruleIds);
  const files = new Map<string, string>();
  for (const { file } of configuration.suppressions) {
    if (isGlob(file) || files.has(file)) continue;
    const found = await textOf(file);
    if (found !== undefined) files.set(file, found);
  }
  const reportsOn = (read: ReadConfiguration): readonly Mendable[] => {
    const workspace = withConfiguration(base, read.configuration);
    const met = metBy((path) => {
      const policies = files.get(path);
      return policies === undefined ? undefined : service.validate(service.read(policies, path, workspace), workspace);
    });
    return [{ site: { address: '$', tree: read.file.tree }, findings: checkConfiguration(read, { profile: workspace.profile, levels: workspace.levels, today: workspace.today(), met }) }];
  };
  let reports: readonly Mendable[] | undefined;
  return {
    document,
    version,
    // An editor with a JSON service of its own has the schema, which says the same.
    problems: base.syntaxReportedElsewhere ? [] : problems,
    reports: () => (reports ??= reportsOn(parseConfiguration(text, ruleIds))),
    fixAll: () => difference(text, fixAll(text, new Set(['safe']), (t) => reportsOn(parseConfiguration(t, ruleIds))).text),
  };
}

/** Whether a suppression accepts a finding, where the file that it names is at hand. */
function metBy(reportsOf: (path: string) => ReturnType<PolicyLanguageService['validate']> | undefined) {
  const reports = new Map<string, ReturnType<typeof reportsOf>>();
  return (suppression: Configuration['suppressions'][number]): boolean | undefined => {
    const { file } = suppression;
    if (!reports.has(file)) reports.set(file, reportsOf(file));
    const found = reports.get(file);
    // Of broken text not all is read: what was found in it may be found again.
    if (found?.some(({ site }) => site.tree.faults.length > 0)) return undefined;
    return found?.some((report) => report.suppressed.some(({ by }) => by === suppression));
  };
}
