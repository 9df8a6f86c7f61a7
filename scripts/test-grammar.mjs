// Runs vscode-tmgrammar-test over test/syntaxes and leaves the counts where scripts/sum-counts.mjs looks.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const cases = [
  'test/syntaxes/directives.test.sql',
  'test/syntaxes/directives.test.ts.txt',
  'test/syntaxes/plan.evolution.test.yml',
];
const tool = path.join(root, 'node_modules/vscode-tmgrammar-test/dist/unit.js');
const bases = ['sql', 'ts', 'yaml'].flatMap((language) => [
  '-g',
  `test/syntaxes/base-${language}.tmLanguage.json`,
]);
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const file of cases) {
  const result = spawnSync(process.execPath, [tool, ...bases, file], { cwd: root, encoding: 'utf8' });
  counts[result.status === 0 ? 'passed' : 'failed']++;
  if (result.status !== 0) console.log(`  FAILED: ${file}\n${result.stdout}${result.stderr}`);
}
fs.mkdirSync(path.join(root, 'out/test-counts'), { recursive: true });
fs.writeFileSync(path.join(root, 'out/test-counts/grammar.json'), JSON.stringify(counts));
console.log(`  grammar: ${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
