// The desktop build of VS Code, where one can be downloaded.
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { root } from './workbench.mjs';

const downloadLimit = 20_000;

/** Where the desktop build is, or null when it is not wanted or cannot be had: one attempt with a short limit. */
export async function findDesktop() {
  const wanted = process.env.EVOLENS_VSCODE;
  if (wanted === 'server') return null;
  const limit = wanted === 'desktop' ? 600_000 : downloadLimit;
  try {
    const download = downloadAndUnzipVSCode({
      version: '1.100.3',
      cachePath: path.join(root, '.vscode-test'),
      timeout: limit,
    });
    return await Promise.race([
      download,
      new Promise((_, reject) =>
        setTimeout(reject, limit, new Error(`no answer within ${limit / 1000} s`)).unref(),
      ),
    ]);
  } catch (error) {
    if (wanted === 'desktop') throw error;
    console.log(
      `  no desktop VS Code can be downloaded (${String(error.message ?? error).split('\n')[0]}); the server is used`,
    );
    return null;
  }
}

/** Runs the host tests in the desktop build; false when there is none. Failures are in the report file. */
export async function runInDesktop({ entry, workspace, environment, untrusted }) {
  const executable = await findDesktop();
  if (executable === null) return false;
  const launchArgs = [workspace, '--disable-extensions', ...(untrusted ? [] : ['--disable-workspace-trust'])];
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: entry,
    launchArgs,
    extensionTestsEnv: environment,
  }).catch(() => undefined);
  return true;
}
