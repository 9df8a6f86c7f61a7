import { renameColumnRecipe } from '../../src/evolution/recipes/rename-column';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { proveColumns, type Value } from './databases/column-writers';
import { draftOf, groundOf } from './databases/ground';
import { mariadbPlace, postgresPlace, type Place } from './databases/places';

interface Case {
  readonly title: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly preset: string | null;
  readonly presetValue: Value;
  readonly values: readonly Value[];
  /** MariaDB: a foreign key, so that the values are those of another table. */
  readonly refers?: boolean;
}

const cases: readonly Case[] = [
  { title: 'text that may be NULL', type: 'varchar(20)', nullable: true, preset: null, presetValue: null, values: [null, '', 'a', 'A', 'ünï→ödé', 'x'.repeat(20)] },
  { title: 'text with a default', type: 'varchar(20)', nullable: true, preset: "'n/a'", presetValue: 'n/a', values: [null, 'n/a', 'N/A', 'b'] },
  { title: 'text that must be there', type: 'text', nullable: false, preset: null, presetValue: null, values: ['', 'a', 'A', '%'] },
  { title: 'text that must be there, with a default', type: 'text', nullable: false, preset: "'it''s'", presetValue: "it's", values: ['', 'a', "it's"] },
  { title: 'a number whose zeros count', type: 'numeric', nullable: true, preset: '1', presetValue: '1', values: [null, '1', '1.0', '1.00', '0'] },
  { title: 'json, which has no =', type: 'json', nullable: true, preset: "'{}'", presetValue: '{}', values: [null, '{}', '{ }', '{"a": 1}'] },
  { title: 'an enum with mixed case', type: '"State"', nullable: false, preset: "'Open'", presetValue: 'Open', values: ['Open', 'open', 'closed'] },
]; // prettier-ignore

const mariadbCases: readonly Case[] = [
  { title: 'text that may be NULL', type: 'VARCHAR(20)', nullable: true, preset: null, presetValue: null, values: [null, '', 'a', 'A', 'ünï→ödé', 'x'.repeat(20)] },
  { title: 'text with a default', type: 'VARCHAR(20)', nullable: true, preset: "'n/ä'", presetValue: 'n/ä', values: [null, 'n/ä', 'N/Ä', 'b'] },
  { title: 'text that must be there', type: 'VARCHAR(20)', nullable: false, preset: null, presetValue: null, values: ['', 'a', 'A'] },
  { title: 'long text that must be there', type: 'TEXT', nullable: false, preset: null, presetValue: null, values: ['', 'a', 'A'] },
  { title: 'a number with a default', type: 'DECIMAL(10,2)', nullable: false, preset: '1', presetValue: '1.00', values: ['1.00', '0.00', '2.50'], refers: true },
  { title: 'an enum', type: "ENUM('open','closed')", nullable: false, preset: null, presetValue: null, values: ['open', 'closed'] },
]; // prettier-ignore

describe('rename column in stages', () => {
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
    for (const one of cases) {
      it(`${one.title}: no statement fails and nothing is lost`, async () => {
        const setup = `CREATE TYPE "State" AS ENUM ('Open', 'open', 'closed');
          CREATE TABLE "Order" (id integer PRIMARY KEY, "customerName" ${one.type} ${one.nullable ? '' : 'NOT NULL'} ${one.preset === null ? '' : `DEFAULT ${one.preset}`},
            n integer, CONSTRAINT "Order_customerName_check" CHECK ("customerName"::text <> 'never' AND n IS DISTINCT FROM 999));
          COMMENT ON COLUMN "Order"."customerName" IS 'who''s buying';
          ${one.type === 'json' ? '' : 'CREATE INDEX "Order_customerName_idx" ON "Order" (n, "customerName");'}`;
        const plain = 'ALTER TABLE "Order" RENAME COLUMN "customerName" TO customer';
        const ground = groundOf(reader, { dialect: 'postgres', setup, change: plain });
        await proveColumns(place, {
          dialect: 'postgres', setup, table: 'Order', plain, draft: draftOf(renameColumnRecipe, ground, null),
          old: ['customerName'], new: ['customer'], oldValues: one.values.map((value) => [value]), newValues: one.values.map((value) => [value]),
          forward: (values) => values, backward: (values) => values,
          preset: one.preset === null && !one.nullable ? null : [one.presetValue],
          mayDiffer: /^(relation i|index|constraint) .*customer/,
        }); // prettier-ignore
      });
    }
  });

  describe('on MariaDB', () => {
    let place: Place;
    before(async () => {
      place = await mariadbPlace();
    });
    after(() => place.stop());
    for (const one of mariadbCases) {
      it(`${one.title}: no statement fails and nothing is lost`, async () => {
        const known = `CREATE TABLE known (name ${one.type} PRIMARY KEY) CHARACTER SET utf8mb4; INSERT INTO known VALUES ${one.values
          .filter((value) => value !== null)
          .map((value) => `('${value}')`)
          .join(', ')};`;
        const refers =
          one.refers === true
            ? ', CONSTRAINT known_name FOREIGN KEY (customerName) REFERENCES known (name)'
            : '';
        const index = one.type === 'TEXT' ? '' : ', KEY Order_customerName_idx (n, customerName)';
        const setup = `${one.refers === true ? known : ''} CREATE TABLE \`Order\` (id INT PRIMARY KEY, customerName ${one.type} ${one.nullable ? 'NULL' : 'NOT NULL'} ${one.preset === null ? '' : `DEFAULT ${one.preset}`} COMMENT 'who''s',
          n INT${index}, CONSTRAINT never CHECK (n <> 999 OR customerName IS NULL)${refers}) CHARACTER SET utf8mb4`;
        const plain = 'ALTER TABLE `Order` RENAME COLUMN customerName TO `key`';
        const ground = groundOf(reader, { dialect: 'mariadb', setup, change: plain });
        await proveColumns(
          place,
          {
            dialect: 'mariadb', setup, table: 'Order', plain, draft: draftOf(renameColumnRecipe, ground, null),
            old: ['customerName'], new: ['key'], oldValues: one.values.map((value) => [value]), newValues: one.values.map((value) => [value]),
            forward: (values) => values, backward: (values) => values, newWaits: 'null',
            preset: one.preset === null && !one.nullable ? null : [one.presetValue],
            mayDiffer: /^(index Order.(Order_|known_)|foreign key|check )/,
          },
          4,
        ); // prettier-ignore
      });
    }
  });
});
