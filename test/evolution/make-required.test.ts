import assert from 'node:assert/strict';
import { makeRequired } from '../../src/evolution/recipes/make-required';
import type { Answers, DraftEvolution, Ground } from '../../src/evolution/recipes/recipe';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { assertBriefLocks } from './databases/brief-locks';
import { draftOf, groundOf } from './databases/ground';
import { mariadbPlace, postgresPlace, type Place } from './databases/places';
import { prove } from './databases/proof';

/** The stages, none of which keeps writers out for long. */
function briefDraft(reader: SqlReader, ground: Ground, answers: Answers | null): DraftEvolution {
  const draft = draftOf(makeRequired, ground, answers);
  assertBriefLocks(reader, draft, ground);
  return draft;
}

describe('making a column required in stages', () => {
  let reader: SqlReader;
  before(async () => {
    reader = await createNodeSqlReader();
  });

  describe('on Postgres', () => {
    let place: Place;
    before(async () => {
      place = await postgresPlace();
    });
    after(() => place.stop());
    const setup = `CREATE TABLE "Order" (id int PRIMARY KEY, "Total" numeric(10, 2), note text);
      INSERT INTO "Order" VALUES (1, NULL, 'ünï'), (2, 0.00, NULL), (3, 99999999.99, repeat('x', 300))`;
    const required = 'ALTER TABLE "Order" ALTER COLUMN "Total" SET NOT NULL';

    it('older versions go on leaving the column out and writing NULL until contract', async () => {
      const ground = groundOf(reader, { dialect: 'postgres', setup, change: required });
      const value = 'coalesce(length(note), 0) + 1.5';
      await prove(place, {
        dialect: 'postgres', setup, tables: ['Order'], newFrom: 'expand',
        draft: briefDraft(reader, ground, { table: 'Order', column: 'Total', value }),
        old: [
          `INSERT INTO "Order" (id, note) VALUES ({n}, 'left out')`,
          `INSERT INTO "Order" (id, "Total") VALUES ({n}, NULL)`,
          `INSERT INTO "Order" (id, "Total") SELECT {n}, 5`,
          `UPDATE "Order" SET "Total" = NULL WHERE id = 3`,
          `INSERT INTO "Order" (id, note) VALUES (2, 'again') ON CONFLICT (id) DO UPDATE SET "Total" = NULL`,
        ],
        new: [`INSERT INTO "Order" (id, "Total") VALUES ({n}, 7)`, `SELECT "Total" + 1 FROM "Order"`],
        plain: `UPDATE "Order" SET "Total" = ${value} WHERE "Total" IS NULL; ${required}`,
      }); // prettier-ignore
    });

    it('without a value, writers and people fill it, and the check is made before the rows are read', async () => {
      const ground = groundOf(reader, { dialect: 'postgres', setup, change: required });
      await prove(place, {
        dialect: 'postgres', setup, tables: ['Order'], newFrom: 'dual-write',
        draft: briefDraft(reader, ground, null),
        oldUntil: 'backfill', byHand: { backfill: 'UPDATE "Order" SET "Total" = 3 WHERE "Total" IS NULL' },
        old: [`INSERT INTO "Order" (id) VALUES ({n})`],
        new: [`INSERT INTO "Order" (id, "Total") VALUES ({n}, 7)`],
        plain: `UPDATE "Order" SET "Total" = 3 WHERE "Total" IS NULL; ${required}`,
      }); // prettier-ignore
    });

    it('a column that is added as required is added as optional first', async () => {
      const change = `ALTER TABLE "Order" ADD COLUMN "Kind" varchar(10) NOT NULL`;
      const ground = groundOf(reader, { dialect: 'postgres', setup, change });
      await prove(place, {
        dialect: 'postgres', setup, tables: ['Order'], newFrom: 'expand',
        draft: briefDraft(reader, ground, { table: 'Order', column: 'Kind', value: `'ünï'` }),
        old: [`INSERT INTO "Order" (id) VALUES ({n})`],
        new: [`INSERT INTO "Order" (id, "Kind") VALUES ({n}, 'new')`],
        plain: `ALTER TABLE "Order" ADD COLUMN "Kind" varchar(10) NOT NULL DEFAULT 'ünï'; ALTER TABLE "Order" ALTER COLUMN "Kind" DROP DEFAULT`,
      }); // prettier-ignore
    });

    it('what the change does not say is not offered, and what cannot be is refused', () => {
      const nullable = groundOf(reader, { dialect: 'postgres', setup, change: 'ALTER TABLE "Order" ADD COLUMN x int' });
      assert.equal(makeRequired.answersOf(nullable.asking!.change, nullable.before), null);
      // A check of the new column would be tested on every row while nobody writes.
      const checked = groundOf(reader, {
        dialect: 'postgres',
        setup,
        change: 'ALTER TABLE "Order" ADD COLUMN x int NOT NULL CHECK (x > 0)',
      });
      assert.equal(makeRequired.answersOf(checked.asking!.change, checked.before), null);
      const already = groundOf(reader, { dialect: 'postgres', setup, change: 'ALTER TABLE "Order" ALTER id SET NOT NULL' });
      assert.deepEqual(makeRequired.draft({ table: 'Order', column: 'id' }, already), {
        refused: 'The column id of Order is required already: nothing is to be done.',
      });
    }); // prettier-ignore
  });

  describe('on MariaDB', () => {
    let place: Place;
    before(async () => {
      place = await mariadbPlace();
    });
    after(() => place.stop());
    const setup = `CREATE TABLE \`Order\` (id INT PRIMARY KEY, \`Total\` DECIMAL(10, 2) COMMENT 'net, it''s', note VARCHAR(255), changed TIMESTAMP NOT NULL DEFAULT '2020-01-01 00:00:00' ON UPDATE CURRENT_TIMESTAMP);
      INSERT INTO \`Order\` (id, \`Total\`, note) VALUES (1, NULL, 'ünï'), (2, 0.00, NULL), (3, 99999999.99, repeat('x', 255))`;

    it('older versions go on leaving the column out and writing NULL until contract', async () => {
      const ground = groundOf(reader, { dialect: 'mariadb', setup, change: null });
      await prove(place, {
        dialect: 'mariadb', setup, tables: ['Order'], newFrom: 'expand',
        draft: briefDraft(reader, ground, { table: 'order', column: 'Total', value: 'COALESCE(CHAR_LENGTH(note), 0) + 1.5' }),
        old: [
          "INSERT INTO `Order` (id, note) VALUES ({n}, 'left out')",
          'INSERT INTO `Order` (id, `Total`) VALUES ({n}, NULL)',
          'INSERT INTO `Order` (id, `Total`) SELECT {n}, 5',
          'INSERT INTO `Order` (id) VALUES (2) ON DUPLICATE KEY UPDATE `Total` = NULL, changed = changed',
        ],
        new: ['INSERT INTO `Order` (id, `Total`) VALUES ({n}, 7)'],
        plain: "UPDATE `Order` SET `Total` = COALESCE(CHAR_LENGTH(note), 0) + 1.5, changed = changed WHERE `Total` IS NULL; ALTER TABLE `Order` MODIFY `Total` DECIMAL(10, 2) NOT NULL COMMENT 'net, it''s'",
      }); // prettier-ignore
    });

    it('without a value, writers and people fill it', async () => {
      const ground = groundOf(reader, { dialect: 'mariadb', setup, change: null });
      await prove(place, {
        dialect: 'mariadb', setup, tables: ['Order'], newFrom: 'dual-write',
        draft: briefDraft(reader, ground, { table: 'Order', column: 'Total' }),
        oldUntil: 'backfill', byHand: { backfill: 'UPDATE `Order` SET `Total` = 3, changed = changed WHERE `Total` IS NULL' },
        old: ['INSERT INTO `Order` (id) VALUES ({n})'],
        new: ['INSERT INTO `Order` (id, `Total`) VALUES ({n}, 7)'],
        plain: "UPDATE `Order` SET `Total` = 3, changed = changed WHERE `Total` IS NULL; ALTER TABLE `Order` MODIFY `Total` DECIMAL(10, 2) NOT NULL COMMENT 'net, it''s'",
      }); // prettier-ignore
    });
  });
});
