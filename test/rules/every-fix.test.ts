import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { migrationRules } from '../../src/rules/registry';
import { parseCase } from './migration-case';
import { afterFix, fixesFor, reportedAfter, type FixCase } from './migration-fix-case';
import { FixDatabase } from './migration-fix-database';

const root = path.join(__dirname, 'fixtures/migration');

/** Fixes whose point is another schema in the end. */
const changesSchema: ReadonlySet<string> = new Set([
  'add-required-column',
  'foreign-key-without-index',
  'foreign-key-type-mismatch',
  'hash-index',
]);

/** The same SQL in other words: reserved and mixed-case names, and a comment wherever there is a space. */
const manners: Readonly<Record<string, (sql: string) => string>> = {
  'as it is': (sql) => sql,
  'quoted and commented': (sql) =>
    sql
      .replace(/(?<!")\b(users|posts|logs|bookings|orders)\b(?!")/g, '"Table-$1"')
      .replace(/(?<!")\b(?:email|author|line)\b(?!")/g, '"order"')
      .split('\n')
      .map((line) => (line.startsWith('--') ? line : line.replaceAll(' ', ' /* ,( */ ')))
      .join('\n'),
};

describe('every fix of every bad fixture runs and ends the finding', () => {
  let database: FixDatabase;

  before(async () => (database = await FixDatabase.start()));
  after(() => database.stop());

  for (const { meta } of migrationRules.filter((rule) => rule.fixes !== undefined)) {
    const folder = path.join(root, meta.id);
    const files = fs.existsSync(folder)
      ? fs.readdirSync(folder).filter((name) => name.startsWith('bad-'))
      : [];
    for (const file of files.filter((name) => name.endsWith('.sql')).sort()) {
      const { main } = parseCase(fs.readFileSync(path.join(folder, file), 'utf8'));
      // Where a stronger rule speaks, the fix is that rule's.
      if (main.dialect !== 'postgres' || !main.change.includes(`-- expect: ${meta.id} `)) continue;
      for (const [manner, write] of Object.entries(manners))
        it(`${meta.id}: ${file}, ${manner}`, async () => {
          const one: FixCase = {
            setup: write(main.setup),
            change: write(main.change),
            transaction: main.transaction,
            version: main.version,
            later: write(main.later),
          };
          for (const fix of await fixesFor(meta.id, one)) {
            if (fix.kind === 'stages') continue;
            const texts = await afterFix(one, fix);
            const lines = (rules: readonly string[]): number =>
              rules.filter((rule) => rule === meta.id).length;
            const left = lines(await reportedAfter(one, texts, meta.id));
            assert.ok(
              left < lines(await reportedAfter(one, [one.change], meta.id)),
              `${fix.title}: still reported\n${texts.join('\n---\n')}`,
            );
            const straight = await database.endOf([one.setup, one.change]);
            if (straight === null) continue;
            const end = await database.endOf([one.setup, ...texts]);
            assert.ok(end !== null, `${fix.title}: refused\n${texts.join('\n---\n')}`);
            if (!changesSchema.has(meta.id)) assert.deepEqual(end, straight, fix.title);
          }
        });
    }
  }
});
