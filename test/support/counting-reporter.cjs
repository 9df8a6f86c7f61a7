// Mocha reporter: failures as they happen with their story in the first line, and the counts of this run
// in out/test-counts/<EVOLENS_SUITE>.json, where scripts/sum-counts.mjs adds them up.
const fs = require('node:fs');
const path = require('node:path');
const Mocha = require('mocha');

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Mocha.Runner.constants;

module.exports = class CountingReporter {
  constructor(runner) {
    const suite = process.env.EVOLENS_SUITE ?? 'unit';
    const counts = { passed: 0, failed: 0, skipped: 0 };
    runner.on(EVENT_TEST_PASS, () => counts.passed++);
    runner.on(EVENT_TEST_PENDING, (test) => {
      counts.skipped++;
      console.log(`  skipped: ${test.fullTitle()}`);
    });
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      counts.failed++;
      console.log(`  FAILED: ${test.fullTitle()}\n${indent(error.stack ?? String(error))}`);
    });
    runner.once(EVENT_RUN_END, () => {
      const folder = path.join(__dirname, '../../out/test-counts');
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, `${suite}.json`), JSON.stringify(counts));
      console.log(`  ${suite}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    });
  }
};

function indent(text) {
  return text
    .split('\n')
    .slice(0, 40)
    .map((line) => `    ${line}`)
    .join('\n');
}
