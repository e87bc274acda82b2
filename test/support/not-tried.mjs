import process from 'node:process';

/**
 * Says at the very end what this machine could not try, so that nothing passes silently: tests are skipped by a title
 * that says what they need, such as `describe.skip('a full disk (needs root, to mount a small one)')`.
 */
export default class NotTried {
  onRunComplete(_contexts, { testResults }) {
    // With -t everything else is pending too, and nobody asked for it.
    if (process.argv.some((each) => each === '-t' || each.startsWith('--testNamePattern'))) return;
    const names = testResults
      .flatMap((each) => each.testResults)
      .filter(({ status }) => status === 'pending')
      .map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(' › '));
    if (names.length === 0) return;
    process.stderr.write(`\nNot tried on this machine:\n${names.map((name) => `  ${name}\n`).join('')}`);
  }
}
