// Loaded by VS Code inside the extension host (extensionTestsPath): runs the bundled mocha files of
// EVOLENS_HOST_TESTS and writes what happened to EVOLENS_HOST_REPORT.
const fs = require('node:fs');
const path = require('node:path');
const Mocha = require('mocha');

const lines = [];
const counts = { passed: 0, failed: 0, skipped: 0 };

function reporter(runner) {
  const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Mocha.Runner.constants;
  runner.on(EVENT_TEST_PASS, () => counts.passed++);
  runner.on(EVENT_TEST_PENDING, (test) => {
    counts.skipped++;
    lines.push(`  skipped: ${test.fullTitle()}`);
  });
  runner.on(EVENT_TEST_FAIL, (test, error) => {
    counts.failed++;
    lines.push(`  FAILED: ${test.fullTitle()}\n${error.stack ?? error}`);
  });
}

exports.run = async () => {
  const folder = process.env.EVOLENS_HOST_TESTS;
  // No limit on time: a slow machine is not a fault. test-host.mjs ends a run that hangs.
  const mocha = new Mocha({ ui: 'bdd', timeout: 0, reporter });
  for (const file of fs.readdirSync(folder))
    if (file.endsWith('.test.js')) mocha.addFile(path.join(folder, file));
  try {
    await new Promise((resolve) => mocha.run(resolve));
    if (counts.passed + counts.failed === 0) throw new Error('no test ran');
  } catch (error) {
    counts.failed++;
    lines.push(`  FAILED: the extension host: ${error.stack ?? error}`);
  }
  fs.writeFileSync(process.env.EVOLENS_HOST_REPORT, JSON.stringify({ counts, lines }));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
};
