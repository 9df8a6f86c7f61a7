// The way from a rename to its evolution by the light bulb, timed part by part.
import fs from 'node:fs';
import path from 'node:path';

export const renameMigration = 'prisma/migrations/20991231000000_rename_phone/migration.sql';
const rename = 'ALTER TABLE "customers" RENAME COLUMN "phone" TO "phone_number";';

/** Types the rename into the open editor and waits until both rounds of findings are there: of the file, and of the code. */
export async function typeRename(page) {
  const editor = page.locator('.editor-instance .view-lines').first();
  await editor.click();
  await page.keyboard.type(rename, { delay: 8 });
  await page.locator('.squiggly-error').first().waitFor();
  await page.locator('.codelens-decoration', { hasText: '1 declaration' }).first().waitFor();
  await page.keyboard.press('Home');
  await page.locator('.codicon-gutter-lightbulb, .codicon-light-bulb').first().waitFor();
}

/**
 * Presses the two keys with the cursor on the rename. Milliseconds: `offered` from the first key until the split is
 * offered; from the second `made` until the new files are on disk, `written` until those that were changed are saved
 * too, and `shown` until the plan can be read.
 */
export async function splitFromLightBulb(page, person, workspace) {
  await page.evaluate(watchScreen);
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .monaco-list-row.focused', { hasText: 'into expand' }).waitFor();
  await page.keyboard.press('Enter');
  await person.until(() => planned(workspace) !== null, 5);
  const made = Date.now();
  await person.until(() => isWritten(workspace), 5);
  const written = Date.now();
  const { asked, offered, chosen, shown } = await page.evaluate(() => window.seenOnScreen);
  return { offered: offered - asked, made: made - chosen, written: written - chosen, shown: shown - chosen };
}

/** Runs in the page: when keys came and what they were for was there. Playwright looks only every 500 ms. */
function watchScreen() {
  window.seenOnScreen = new Promise((resolve) => {
    const at = {};
    const note = (what, isThere) => {
      if (at[what] === undefined && isThere) at[what] = Date.now();
    };
    const has = (selector, text) =>
      [...document.querySelectorAll(selector)].some((node) => node.textContent.includes(text));
    const onKey = ({ key }) => {
      note('asked', key === '.');
      note('chosen', key === 'Enter');
    };
    const observer = new MutationObserver(() => {
      if (at.chosen === undefined)
        note('offered', has('.action-widget .monaco-list-row.focused', 'into expand'));
      // The editor writes a blank as a no-break space.
      else note('shown', has('.view-line', 'A\u00a0plan\u00a0of\u00a0Evolens'));
      if (at.shown === undefined) return;
      observer.disconnect();
      window.removeEventListener('keydown', onKey, true);
      resolve(at);
    });
    window.addEventListener('keydown', onKey, true);
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
}

/** Whether expand stands in the place of the rename, and the plan on disk with every file it names. */
export function isWritten(workspace) {
  return /ADD COLUMN/.test(textOf(path.join(workspace, renameMigration))) && planned(workspace) !== null;
}

/** The plan on disk with every file it names; null: it is not complete yet. */
function planned(workspace) {
  const plan = planOf(workspace);
  if (plan === null) return null;
  const files = [...textOf(plan).matchAll(/^ +file: (\S+)$/gm)].map(([, file]) => file);
  return files.length > 0 && files.every((file) => textOf(path.join(path.dirname(plan), file)) !== '')
    ? plan
    : null;
}

function planOf(workspace) {
  const folder = path.join(workspace, 'evolutions');
  if (!fs.existsSync(folder)) return null;
  const own = fs.readdirSync(folder).find((name) => name.endsWith('phone-to-phone-number'));
  return own === undefined ? null : path.join(folder, own, 'plan.evolution.yml');
}

function textOf(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}
