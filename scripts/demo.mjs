// `npm run demo`: checks examples/shop as a user would, shows its evolution and writes its risk report.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const shop = path.join(root, 'examples/shop');
const cli = path.join(root, 'dist/cli.js');
const run = (...words) =>
  spawnSync(process.execPath, [cli, ...words], { cwd: shop, stdio: 'inherit' }).status;

console.log('evolens check examples/shop\n');
const checked = run('check', '--fail-on', 'never');
console.log('\nevolens evolutions examples/shop\n');
const evolutions = run('evolutions');
const output = path.join(shop, 'evolens-report.html');
const reported = run('report', '--format', 'html', '--output', output);
console.log(`\nOpen it in a browser: file://${output}`);
process.exitCode = checked === 0 && evolutions === 0 && reported === 0 ? 0 : 1;
