// How long it takes from `ALTER TABLE … RENAME COLUMN` to written and opened files, in a real workbench: two
// keystrokes, each time in a workbench and an extension host of its own.
// node scripts/build.mjs && node scripts/vscode/measure-split.mjs [times]
import fs from 'node:fs';
import path from 'node:path';
import {
  copyOf,
  installServer,
  openBrowser,
  remoteUri,
  root,
  startServer,
  workbenchUrl,
} from './workbench.mjs';
import { renameMigration, splitFromLightBulb, typeRename } from './split.mjs';
import { drivenBy } from './workbench-page.mjs';

const times = Number(process.argv[2] ?? 5);

installServer();
const server = await startServer();
const measured = [];
try {
  for (let turn = 0; turn < times; turn++) {
    measured.push(await once());
    const { offered, made, written, shown } = measured.at(-1);
    console.log(
      `offered after ${offered} ms; then made after ${made} ms, written after ${written} ms, shown after ${shown} ms`,
    );
  }
  for (const part of ['offered', 'made', 'written', 'shown']) {
    const sorted = measured.map((one) => one[part]).sort((a, b) => a - b);
    console.log(`${part}: median ${sorted[sorted.length >> 1]} ms of ${sorted.join(', ')}`);
  }
} finally {
  server.stop();
}
process.exit(0);

async function once() {
  const workspace = copyOf(path.join(root, 'examples/shop'));
  const { browser, page } = await openBrowser();
  const person = drivenBy(page);
  try {
    const file = path.join(workspace, renameMigration);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '');
    const payload = [
      ['extensionDevelopmentPath', remoteUri(server.port, root)],
      ['openFile', remoteUri(server.port, file)],
      ['skipWelcome', 'true'],
    ];
    await page.goto(workbenchUrl(server.port, workspace, payload));
    await typeRename(page);
    return await splitFromLightBulb(page, person, workspace);
  } catch (error) {
    await page.screenshot({ path: path.join(root, 'out/measure-split.png') }).catch(() => undefined);
    throw error;
  } finally {
    await browser.close().catch(() => undefined);
    fs.rmSync(workspace, { recursive: true, force: true });
  }
}
