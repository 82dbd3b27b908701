/**
 * Runs the tests of the rules for Stryker, all in its own process: what takes time in a thousand runs of a few tests is to start them.
 * https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/ (2026-11)
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PluginKind, declareFactoryPlugin } from '@stryker-mutator/api/plugin';
import { DryRunStatus, TestStatus, determineHitLimitReached, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { bundleTests } from './bundle.mjs';

class RulesTestRunner {
  /** What Stryker's changed sources read and write. */
  state = (globalThis.__stryker__ ??= {});

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    const outfile = join(process.cwd(), `test/mutation/bundle-${process.pid}.mjs`);
    await bundleTests(process.cwd(), outfile);
    ({ tests: this.tests } = await import(pathToFileURL(outfile).href));
    await rm(outfile);
  }

  async dryRun() {
    const result = await this.run(this.tests, false);
    return { ...result, mutantCoverage: this.state.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    Object.assign(this.state, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    const wanted = testFilter && new Set(testFilter);
    const result = await this.run(wanted ? this.tests.filter(({ id }) => wanted.has(id)) : this.tests, !disableBail);
    const tooMany = determineHitLimitReached(this.state.hitCount, this.state.hitLimit);
    this.state.activeMutant = undefined;
    return toMutantRunResult(tooMany ?? result);
  }

  async run(tests, bail) {
    const results = [];
    for (const { id, name, run } of tests) {
      this.state.currentTestId = id;
      const begin = performance.now();
      let failureMessage;
      try {
        await run();
      } catch (error) {
        failureMessage = String(error?.message ?? error);
      }
      const common = { id, name, timeSpentMs: performance.now() - begin };
      results.push(failureMessage === undefined ? { ...common, status: TestStatus.Success } : { ...common, status: TestStatus.Failed, failureMessage });
      if (failureMessage !== undefined && bail) break;
    }
    this.state.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests: results };
  }
}

const createTestRunner = () => new RulesTestRunner();
createTestRunner.inject = [];

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'rules', createTestRunner)];
