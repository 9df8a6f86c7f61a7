// Adds up what the suites of `npm test` counted and prints the closing line. Exits 1 when anything failed or
// a suite that was started left no count.
import fs from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../out/test-counts');
const total = { passed: 0, failed: 0, skipped: 0 };
for (const suite of process.argv.slice(2)) {
  const file = path.join(folder, `${suite}.json`);
  if (!fs.existsSync(file)) {
    console.log(`suite ${suite} ended without a result`);
    total.failed++;
    continue;
  }
  const counts = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const key of Object.keys(total)) total[key] += counts[key];
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
