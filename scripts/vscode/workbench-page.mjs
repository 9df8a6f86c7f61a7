// What a person does in the workbench, for tests and measurements that drive it by keyboard.

/** Hands over a page's keyboard in the words of the workbench. `patience` in milliseconds: only what never comes fails. */
export function drivenBy(page, { patience = 120_000, screenshots = null } = {}) {
  page.setDefaultTimeout(patience);

  /** Resolves when `condition` gives something true; asked every `pause` milliseconds. */
  async function until(condition, pause = 100) {
    const end = Date.now() + patience;
    for (;;) {
      const found = await condition();
      if (found) return found;
      if (Date.now() > end) throw new Error(`never came: ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Runs a command of the palette by its title. */
  async function command(title) {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().waitFor();
    // What opened a moment ago may take the keys away: the words are put in, and not typed.
    await page.locator('.quick-input-widget input').first().fill(`>${title}`);
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().waitFor();
    await page.keyboard.press('Enter');
  }

  /** Opens a file by Go to File, once that offers it first. */
  async function open(file) {
    await page.keyboard.press('Control+p');
    await page.locator('.quick-input-widget input').first().waitFor();
    await page.keyboard.type(file, { delay: 2 });
    const folder = file.split('/').slice(0, -1).join('/');
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: folder }).first().waitFor();
    await page.keyboard.press('Enter');
  }

  /** Takes the row with these words from a list of choices, once the list asks that question. */
  async function pick(question, words, screenshot = null) {
    const input = page.locator(`.quick-input-widget input[placeholder*="${question}"]`).first();
    await input.waitFor();
    if (screenshot !== null) await shot(screenshot);
    await input.fill(words);
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: words }).first().waitFor();
    await page.keyboard.press('Enter');
  }

  /** Answers a question that has no choices. */
  async function answer(words) {
    await page.locator('.quick-input-widget .quick-input-message').first().waitFor();
    await page.locator('.quick-input-widget input').first().fill(words);
    await page.keyboard.press('Enter');
  }

  async function shot(name) {
    if (screenshots === null) return;
    await page.waitForTimeout(700);
    await page.screenshot({ path: `${screenshots}/${name}.png` });
  }

  return { until, command, open, pick, answer, shot };
}
