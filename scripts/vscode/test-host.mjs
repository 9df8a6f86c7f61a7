// Runs test/editor/host/*.test.ts inside the extension host of a real VS Code. `--untrusted` opens the
// workspace in Restricted Mode and runs test/editor/untrusted/*.test.ts instead.
// EVOLENS_VSCODE=desktop|server decides which VS Code; without it the desktop is tried once.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import {
  copyOf,
  installServer,
  openBrowser,
  remoteUri,
  root,
  startServer,
  workbenchUrl,
} from './workbench.mjs';
import { runInDesktop } from './desktop.mjs';

const untrusted = process.argv.includes('--untrusted');
const kind = untrusted ? 'untrusted' : 'host';
const suite = process.env.EVOLENS_SUITE ?? `editor-${kind}`;
const limit = 600_000;

const bundle = await bundleTests();
const workspace = copyOf(path.join(root, 'examples/shop'));
const report = path.join(os.tmpdir(), `evolens-host-${process.pid}.json`);
const environment = { EVOLENS_HOST_TESTS: bundle, EVOLENS_HOST_REPORT: report, EVOLENS_WORKSPACE: workspace };
const entry = path.join(import.meta.dirname, 'host-entry.cjs');

try {
  if (!(await runInDesktop({ entry, workspace, environment, untrusted }))) await runInServer();
} catch (error) {
  console.log(`  the VS Code host failed: ${error.stack ?? error}`);
}
finish();

async function bundleTests() {
  const folder = path.join(root, 'test/editor', kind);
  const outdir = path.join(root, 'out/editor-tests', kind);
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.test.ts'));
  await build({
    entryPoints: files.map((file) => path.join(folder, file)),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outdir;
}

async function runInServer() {
  installServer();
  const server = await startServer({ trusted: !untrusted, environment });
  const { browser, page } = await openBrowser();
  try {
    let finished;
    const exit = new Promise((resolve) => (finished = resolve));
    await page.exposeFunction('codeAutomationExit', (code) => finished(code));
    await page.exposeFunction('codeAutomationLog', () => undefined);
    const payload = [
      ['extensionDevelopmentPath', remoteUri(server.port, root)],
      ['extensionTestsPath', remoteUri(server.port, entry)],
    ];
    await page.goto(workbenchUrl(server.port, workspace, payload));
    const crashed = new Promise((resolve) => page.once('crash', () => resolve('the page crashed')));
    const outcome = await Promise.race([
      exit,
      crashed,
      new Promise((resolve) => setTimeout(resolve, limit, `no end after ${limit / 1000} s`).unref()),
    ]);
    if (typeof outcome === 'string') {
      await page.screenshot({ path: path.join(root, 'out', `${suite}.png`) }).catch(() => undefined);
      console.log(`  ${outcome}\n${server.log().split('\n').slice(-10).join('\n')}`);
    }
  } finally {
    await browser.close().catch(() => undefined);
    server.stop();
  }
}

function finish() {
  const results = fs.existsSync(report)
    ? JSON.parse(fs.readFileSync(report, 'utf8'))
    : { counts: null, lines: ['  the extension host reported no result'] };
  for (const line of results.lines) console.log(line);
  if (results.counts !== null) {
    fs.mkdirSync(path.join(root, 'out/test-counts'), { recursive: true });
    fs.writeFileSync(path.join(root, 'out/test-counts', `${suite}.json`), JSON.stringify(results.counts));
    console.log(
      `  ${suite}: ${results.counts.passed} passed, ${results.counts.failed} failed, ${results.counts.skipped} skipped`,
    );
  }
  process.exit(results.counts !== null && results.counts.failed === 0 ? 0 : 1);
}
