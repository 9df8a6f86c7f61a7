// Starts the VS Code server with a workbench in headless Chromium, and ends both whatever happens.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const root = path.join(import.meta.dirname, '../..');
export const serverFolder = path.join(os.homedir(), '.cache/evolens/vscode-server-4.100.3');

const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
const settings = {
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.colorTheme': 'Default Dark Modern',
  'chat.commandCenter.enabled': false,
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** Installs what is missing: Debian packages and the server. Ends the process with a reason where it cannot. */
export function installServer() {
  for (const words of [['install-packages.sh'], ['install-server.sh', serverFolder]]) {
    const [script, ...rest] = words;
    const result = spawnSync('bash', [path.join(import.meta.dirname, script), ...rest], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (result.status !== 0) throw new Error(`${script} ended with ${result.status}`);
  }
}

/** A copy of a folder that a test may edit. */
export function copyOf(folder) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-workspace-'));
  fs.cpSync(folder, copy, { recursive: true });
  return copy;
}

/**
 * A running server. `trusted` false: the workspace opens in Restricted Mode. `environment` reaches the
 * extension host. `extensionsFolder` holds installed extensions.
 */
export async function startServer({
  trusted = true,
  environment = {},
  extensionsFolder = null,
  extraSettings = {},
} = {}) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-vscode-'));
  const machine = path.join(data, 'data/Machine');
  fs.mkdirSync(machine, { recursive: true });
  const trust = trusted
    ? { 'security.workspace.trust.enabled': false }
    : { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };
  fs.writeFileSync(
    path.join(machine, 'settings.json'),
    JSON.stringify({ ...settings, ...trust, ...extraSettings }),
  );
  const port = await freePort();
  const env = { ...process.env, ...environment, EXTENSIONS_GALLERY: '{}', HOME: path.join(data, 'home') };
  fs.mkdirSync(env.HOME);
  delete env.CODE_SERVER_PARENT_PID; // a value would keep the server from starting by itself
  const words = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
    '--enable-smoke-test-driver',
    '--server-data-dir',
    data,
  ];
  if (trusted) words.push('--disable-workspace-trust');
  if (extensionsFolder !== null) words.push('--extensions-dir', extensionsFolder);
  // A process group of its own: ending it ends the extension hosts and their children too.
  const child = spawn(
    process.execPath,
    [path.join(serverFolder, 'lib/vscode/out/server-main.js'), ...words],
    { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let log = '';
  const listening = new Promise((resolve, reject) => {
    const collect = (chunk) => {
      log += chunk;
      if (/agent listening on/.test(log)) resolve();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('exit', (code) => reject(new Error(`The VS Code server ended with ${code}:\n${log}`)));
  });
  const stop = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
    fs.rmSync(data, { recursive: true, force: true });
  };
  process.once('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
  await listening;
  return { port, pid: child.pid, stop, log: () => log };
}

/** A browser with one page; requests to other machines are refused. */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: browserArguments,
  });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(120_000);
  await page.route(
    (url) =>
      /^https?:$/.test(url.protocol) && url.hostname !== '127.0.0.1' && !url.hostname.endsWith('.localhost'),
    (route) => route.abort(),
  );
  return { browser, page };
}

/** The address of a workbench on a folder. `payload` holds pairs such as ['openFile', uri]. */
export function workbenchUrl(port, folder, payload = []) {
  return `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

export function remoteUri(port, file) {
  return `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
