// What a person sees when the language server ends by itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const migration = 'prisma/migrations/20991231000001_drop_reviews/migration.sql';

/** Ends the server four times: three times it comes back by itself, then it is left alone until a person asks. */
export async function crashServer({ page, person, step, workspace, host }) {
  const file = path.join(workspace, migration);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, 'DROP TABLE "product_reviews";\n');
  await person.command('View: Close All Editors');
  await person.open(migration);
  const findings = page.locator('.squiggly-error');
  const notices = page.locator('.notification-toast', { hasText: 'was not started again' });
  /** One more table is dropped, so that only a server that runs can have found it. */
  const tables = ['coupons', 'customers', 'products', 'orders', 'order_items'];
  const isFound = async () => {
    fs.appendFileSync(file, `DROP TABLE "${tables.shift()}";\n`);
    const dropped = fs.readFileSync(file, 'utf8').split('\n').length - 1;
    await findings.nth(dropped - 1).waitFor();
  };
  const crash = async () => {
    const [server] = languageServers(host);
    process.kill(server, 'SIGKILL');
    await person.until(() => !languageServers(host).includes(server));
  };
  await step('a server that crashes comes back three times, with its findings', async () => {
    await isFound();
    for (let times = 0; times < 3; times++) {
      await crash();
      await person.until(() => languageServers(host).length === 1);
      await isFound();
    }
    assert.equal(await notices.count(), 0);
  });
  await step('the fourth time it is left alone, which is said once, with a way out', async () => {
    await crash();
    await notices.first().waitFor();
    await person.shot('f-crashed');
    await person.open('prisma/migrations/20240105090000_init/migration.sql');
    await page.locator('.tab.active', { hasText: 'migration.sql' }).first().waitFor();
    assert.deepEqual(languageServers(host), []);
    assert.equal(await notices.count(), 1);
    assert.equal(await page.locator('.notification-toast').count(), 1);
  });
  await step('Restart brings it back', async () => {
    await notices.locator('.monaco-button', { hasText: 'Restart' }).click();
    await person.open(migration);
    await isFound();
    assert.equal(languageServers(host).length, 1);
  });
}

/** Process ids of the language servers below a process. */
function languageServers(host) {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, words]) => ({ pid: Number(pid), parent: Number(parent), words }));
  const below = new Set([host]);
  // A child may stand before its parent in the table.
  for (let size = 0; size < below.size;) {
    size = below.size;
    for (const { pid, parent } of table) if (below.has(parent)) below.add(pid);
  }
  return table
    .filter(({ pid, words }) => below.has(pid) && /dist\/server\.js/.test(words))
    .map(({ pid }) => pid);
}
