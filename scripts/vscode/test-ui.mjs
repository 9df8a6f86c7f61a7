// Drives the workbench as a person would: types a rename, sees it underlined and in Problems, splits it from
// the light bulb, reads the risk report. Screenshots go to out/screenshots.
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

const screenshots = path.join(root, 'out/screenshots');
const migration = 'prisma/migrations/20991231000000_rename_phone/migration.sql';
const rename = 'ALTER TABLE "customers" RENAME COLUMN "phone" TO "phone_number";';
const counts = { passed: 0, failed: 0, skipped: 0 };
// A slow machine is no fault: only a step that never comes fails.
const patience = 120_000;

fs.mkdirSync(screenshots, { recursive: true });
const workspace = copyOf(path.join(root, 'examples/shop'));
fs.mkdirSync(path.dirname(path.join(workspace, migration)), { recursive: true });
fs.writeFileSync(path.join(workspace, migration), '');

installServer();
const server = await startServer();
const { browser, page } = await openBrowser();
page.setDefaultTimeout(patience);
try {
  await drive();
} catch (error) {
  counts.failed++;
  console.log(`  FAILED: the workbench: ${error.stack ?? error}`);
  await page.screenshot({ path: path.join(screenshots, 'failed.png') }).catch(() => undefined);
} finally {
  await browser.close().catch(() => undefined);
  server.stop();
  fs.mkdirSync(path.join(root, 'out/test-counts'), { recursive: true });
  fs.writeFileSync(path.join(root, 'out/test-counts/editor-ui.json'), JSON.stringify(counts));
  console.log(`  editor-ui: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
}
process.exit(counts.failed === 0 ? 0 : 1);

async function drive() {
  const payload = [
    ['extensionDevelopmentPath', remoteUri(server.port, root)],
    ['openFile', remoteUri(server.port, path.join(workspace, migration))],
    ['skipWelcome', 'true'],
  ];
  await page.goto(workbenchUrl(server.port, workspace, payload));
  const editor = page.locator('.editor-instance .view-lines').first();
  await editor.waitFor();
  await step('a rename is typed', async () => {
    await editor.click();
    await page.keyboard.type(rename, { delay: 8 });
  });
  await step('it is underlined', () => page.locator('.squiggly-error').first().waitFor());
  await step('Problems has a row for it', async () => {
    await command('Problems: Focus on Problems View');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'rename-column' }).first().waitFor();
    await shot('1-problems');
  });
  await step('the light bulb offers the split', async () => {
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'into expand' }).waitFor();
    await shot('2-light-bulb');
  });
  await page.keyboard.press('Escape');
  await step('two keystrokes write the stages and the plan, and open it', async () => {
    await page.locator('.action-widget').waitFor({ state: 'hidden' });
    const began = performance.now();
    await page.keyboard.press('Control+.');
    const offered = page.locator('.action-widget .monaco-list-row.focused', { hasText: 'into expand' });
    await offered.waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.tab', { hasText: 'plan.evolution.yml' }).first().waitFor();
    const took = performance.now() - began;
    await until(() => fs.existsSync(path.join(workspace, 'evolutions')) && planOf() !== null);
    await until(() => /ADD COLUMN/.test(fs.readFileSync(path.join(workspace, migration), 'utf8')));
    // A figure, no assertion: the machine of a gate is shared.
    console.log(`  measured: ${Math.round(took)} ms from the first key to the plan on the screen`);
  });
  await step('the new files are shown', async () => {
    await page.locator('.tab', { hasText: 'plan.evolution.yml' }).first().waitFor();
    await shot('3-split');
  });
  await step('after the split the rename is no finding any more', () =>
    page.locator('.squiggly-error').first().waitFor({ state: 'detached' }),
  );
  await step('the plan has lenses that say where its stages stand', async () => {
    await page.locator('.codelens-decoration', { hasText: 'in work tree' }).first().waitFor();
    await shot('4-lenses');
  });
  await step('the view of evolutions shows the stage that is next and what blocks it', async () => {
    await command('Evolens: Focus on Evolutions View');
    const row = (text) => page.locator('.pane .monaco-list-row', { hasText: text }).first();
    await row('expand').waitFor();
    await row('contract').waitFor();
    await shot('5-evolutions');
  });
  await step('its rows are reached by the keyboard, and open the plan at the stage', async () => {
    for (let turn = 0; turn < 3; turn++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'plan.evolution.yml' }).first().waitFor();
  });
  await step('the risk report opens', async () => {
    await command('Evolens: Show Risk Report');
    const report = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
    await report.locator('h1').first().waitFor();
    await report.locator('text=one-way').first().waitFor();
    await shot('6-report');
  });
}

async function step(name, run) {
  await run();
  counts.passed++;
  console.log(`  ok: ${name}`);
}

function planOf() {
  const folder = path.join(workspace, 'evolutions');
  const [evolution] = fs.readdirSync(folder);
  const plan = evolution === undefined ? null : path.join(folder, evolution, 'plan.evolution.yml');
  return plan !== null && fs.existsSync(plan) && fs.statSync(plan).size > 0 ? plan : null;
}

async function until(condition) {
  const end = Date.now() + patience;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never came: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function command(title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().waitFor();
  await page.keyboard.type(title, { delay: 5 });
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

async function shot(name) {
  await page.waitForTimeout(700);
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}
