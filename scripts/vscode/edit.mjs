// `npm run edit`: opens examples/shop in VS Code with the extension. The desktop one if it is there, else the
// server on this machine's loopback, with its address printed.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { installServer, remoteUri, root, startServer, workbenchUrl } from './workbench.mjs';

const shop = path.join(root, 'examples/shop');
const desktop = spawnSync('code', ['--version'], { stdio: 'ignore' }).status === 0;
if (desktop && process.env.EVOLENS_VSCODE !== 'server') {
  spawnSync('code', ['--new-window', `--extensionDevelopmentPath=${root}`, shop], { stdio: 'inherit' });
} else {
  installServer();
  const server = await startServer();
  console.log(
    `VS Code with Evolens: ${workbenchUrl(server.port, shop, [['extensionDevelopmentPath', remoteUri(server.port, root)]])}\nEnd it with Ctrl+C.`,
  );
  await new Promise(() => setInterval(() => undefined, 1 << 30));
}
