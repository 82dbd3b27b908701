/** Prints one line a test, and at the end a line that the runner outside reads: the console is all that leaves a browser. */

/** Before each line, since VS Code writes much of its own. The runner outside looks for both. */
const PREFIX = 'host-test| ';
/** Before the counts, as JSON. */
const SUMMARY = 'summary: ';

export class LineReporter {
  constructor(runner: Mocha.Runner) {
    let passed = 0;
    let failed = 0;
    let skipped = 0;
    runner.on('pass', (test) => {
      passed++;
      print(`  ok  ${test.fullTitle()}`);
    });
    runner.on('fail', (test, error: Error) => {
      failed++;
      print(`  FAILED  ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
    runner.on('pending', (test) => {
      skipped++;
      print(`  not run  ${test.fullTitle()}`);
    });
    runner.once('end', () => print(`${SUMMARY}${JSON.stringify({ passed, failed, skipped })}`));
  }
}

function print(text: string): void {
  for (const line of text.split('\n')) console.log(`${PREFIX}${line}`);
}
