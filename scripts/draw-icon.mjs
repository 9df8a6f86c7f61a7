// Renders media/icon.svg to media/icon.png (256 × 256), as the marketplace wants it.
import fs from 'node:fs';
import path from 'node:path';
import { openBrowser, root } from './vscode/workbench.mjs';

const svg = fs.readFileSync(path.join(root, 'media/icon.svg'), 'utf8');
const { browser, page } = await openBrowser();
await page.setViewportSize({ width: 256, height: 256 });
await page.setContent(
  `<style>body{margin:0;background:transparent}svg{width:256px;height:256px;display:block}</style>${svg}`,
);
await page.screenshot({ path: path.join(root, 'media/icon.png'), omitBackground: true });
await browser.close();
