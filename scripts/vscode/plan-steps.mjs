// "Evolens: Plan an Evolution" and "Evolens: Advance Evolution", as a person goes through them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

/** Plans a rename by its choices: every file is shown before any is written. */
export async function planFromPalette({ page, person, step, workspace }) {
  const plans = path.join(workspace, 'evolutions');
  const before = fs.readdirSync(plans);
  const schema = path.join(workspace, 'prisma/schema.prisma');
  const schemaBefore = fs.readFileSync(schema, 'utf8');
  await step('an evolution is planned by choices, in words', async () => {
    await person.command('Evolens: Plan an Evolution');
    await person.pick('Which migrations?', 'prisma/migrations');
    await person.pick('What is to change?', 'Rename a column', 'a-choices');
    await person.pick('Table', 'coupons');
    await person.pick('Column', 'code');
    await person.answer('word');
  });
  await step('all its files are shown with what they hold, and none is written', async () => {
    await page.locator('.quick-input-list .monaco-list-row', { hasText: /Write \d+ files/ }).waitFor();
    await page.locator('.tab', { hasText: '(7 files)' }).first().waitFor();
    await page
      .locator('.multiDiffEntry .view-line', { hasText: /ADD.COLUMN.word/ })
      .first()
      .waitFor();
    await person.shot('b-preview');
    assert.deepEqual(fs.readdirSync(plans), before);
    assert.equal(fs.readFileSync(schema, 'utf8'), schemaBefore);
  });
  await step('once they are to be written they are there, and the plan is open', async () => {
    await page.keyboard.press('Enter');
    await person.until(() => fs.readdirSync(plans).length === before.length + 1);
    await person.until(() => /word/.test(fs.readFileSync(schema, 'utf8')));
    await page.locator('.tab', { hasText: 'plan.evolution.yml' }).nth(1).waitFor();
    await page.locator('.multiDiffEntry').first().waitFor({ state: 'detached' });
    await page.locator('.pane .monaco-list-row', { hasText: 'Rename coupons.code' }).first().waitFor();
    await page.locator('.markers-panel', { hasText: 'cannot be read' }).waitFor({ state: 'detached' });
    await person.shot('c-planned');
  });
}

/** Advances the plan of the rename that was split: it says what is missing, and goes on when nothing is. */
export async function advancePlan({ page, person, step, workspace }) {
  const plans = path.join(workspace, 'evolutions');
  const folder = fs.readdirSync(plans).find((name) => name.endsWith('phone-to-phone-number'));
  const plan = path.join(plans, folder, 'plan.evolution.yml');
  const toast = (text) => page.locator('.notification-toast', { hasText: text }).first();
  const migrations = () => fs.readdirSync(path.join(workspace, 'prisma/migrations'));
  await step('advancing says what is missing', async () => {
    await page.locator('.tab', { hasText: 'plan.evolution.yml' }).first().click();
    await person.command('Evolens: Advance Evolution');
    await toast('is not on the base branch yet').waitFor();
    await person.shot('d-missing');
    await person.command('Notifications: Clear All Notifications');
  });
  await step('advancing moves the stage into the folder of migrations once nothing is missing', async () => {
    const before = migrations().length;
    const text = fs.readFileSync(plan, 'utf8');
    fs.writeFileSync(plan, text.replace('  - name: expand', '$&\n    done: true'));
    await page.locator('.pane .monaco-list-row[aria-label*="backfill, due"]').first().waitFor();
    await person.command('Evolens: Advance Evolution');
    await toast('2-backfill.sql moved to').waitFor();
    await person.shot('e-advanced');
    assert.equal(migrations().length, before + 1);
    assert.match(fs.readFileSync(plan, 'utf8'), /migration: prisma\/migrations\/\d+_\w*backfill/);
    await person.command('Notifications: Clear All Notifications');
  });
}
