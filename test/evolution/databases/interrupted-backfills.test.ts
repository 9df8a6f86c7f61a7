import assert from 'node:assert/strict';
import { changeColumnType } from '../../../src/evolution/recipes/change-column-type';
import { columnsToJson } from '../../../src/evolution/recipes/columns-to-json';
import { enumToLookupTable } from '../../../src/evolution/recipes/enum-to-lookup-table';
import { extractTable } from '../../../src/evolution/recipes/extract-table';
import { jsonToColumns } from '../../../src/evolution/recipes/json-to-columns';
import { makeRequired } from '../../../src/evolution/recipes/make-required';
import { mergeColumns } from '../../../src/evolution/recipes/merge-columns';
import { moveColumn } from '../../../src/evolution/recipes/move-column';
import type { DraftEvolution, DraftStage, Recipe } from '../../../src/evolution/recipes/recipe';
import { renameColumnRecipe } from '../../../src/evolution/recipes/rename-column';
import { replacePrimaryKey } from '../../../src/evolution/recipes/replace-primary-key';
import { removeEnumValue, renameEnumValue } from '../../../src/evolution/recipes/retire-enum-value';
import { splitColumn } from '../../../src/evolution/recipes/split-column';
import type { SqlReader } from '../../../src/sql/reader';
import { createNodeSqlReader } from '../../../src/workspace/node-postgres';
import type { Database } from '../../support/database';
import { startPostgres, type PostgresServer } from '../../support/embedded-postgres';
import { startMariadb, type MariadbServer } from '../../support/mariadb';
import { draftOf, groundOf } from './ground';
import { sqlitePlace } from './places';
import { counted, runStage } from './proof';

const rows = 4000;
const batchRows = 200;

type Proven = 'postgres' | 'mariadb' | 'sqlite';

/** A row behind the first batches, and one that no batch reaches before the backfill is broken off. */
const [early, late] = [5, rows - 5];

interface Interrupted {
  readonly recipe: Recipe;
  readonly answers: Readonly<Record<string, string>>;
  readonly setup: string;
  /** The rows of each table by their number `n`, as SELECT lists. */
  readonly filled: Readonly<Record<string, string>>;
  /** What older versions write while the backfill is broken off, and before it goes on. */
  readonly old: readonly string[];
  /** Counts the rows that hold after contract what they must. */
  readonly right: string;
  /** Of so many. */
  readonly of: number;
  readonly dialects: readonly Proven[];
}

const all: readonly Proven[] = ['postgres', 'mariadb', 'sqlite'];
const servers: readonly Proven[] = ['postgres', 'mariadb'];

function casesOf(dialect: Proven): Readonly<Record<string, Interrupted>> {
  const json = { postgres: 'jsonb', mariadb: 'json', sqlite: 'text' }[dialect];
  const member = (column: string, key: string): string =>
    dialect === 'postgres' ? `${column} ->> '${key}'` : dialect === 'mariadb' ? `json_value(${column}, '$.${key}')` : `json_extract(${column}, '$.${key}')`; // prettier-ignore
  const ofEnum = dialect === 'postgres' ? 'mood' : "enum('good', 'bad')";
  const asEnum = dialect === 'postgres' ? '::mood' : '';
  const asJson = dialect === 'postgres' ? '::jsonb' : '';
  const people = (columns: string): string => `CREATE TABLE people (id int PRIMARY KEY, ${columns})`;
  const changed = (column: string, value: string): readonly string[] => [
    `UPDATE people SET ${column} = ${value} WHERE id IN (${early}, ${late})`,
    `INSERT INTO people (id, ${column}) VALUES (${rows + 1}, ${value})`,
  ];
  const isChanged = `id IN (${early}, ${late}, ${rows + 1})`;
  const text = 'varchar(40)';
  const moods = `${dialect === 'postgres' ? "CREATE TYPE mood AS ENUM ('good', 'bad'); " : ''}${people(`mood ${ofEnum}`)}`;
  const typed: Readonly<Record<string, string>> =
    dialect === 'postgres' ? { enum: 'mood' } : { table: 'people', column: 'mood' };
  return {
    'rename-column': {
      recipe: renameColumnRecipe, answers: { table: 'people', column: 'name', to: 'title' }, dialects: all,
      setup: people(`name ${text}`), filled: { people: "n, 'row ' || n" }, old: changed('name', "'Ä'"),
      right: `SELECT count(*) FROM people WHERE title = CASE WHEN ${isChanged} THEN 'Ä' ELSE 'row ' || id END`, of: rows + 1,
    },
    'change-column-type': {
      recipe: changeColumnType, answers: { table: 'people', column: 'age', type: 'int', to: 'years' }, dialects: servers,
      setup: people('age varchar(20)'), filled: { people: "n, '' || n" }, old: changed('age', "'7'"),
      right: `SELECT count(*) FROM people WHERE years = CASE WHEN ${isChanged} THEN 7 ELSE id END`, of: rows + 1,
    },
    'split-column': {
      recipe: splitColumn, answers: { table: 'people', column: 'name', into: 'one,rest' }, dialects: all,
      setup: people(`name ${text}`), filled: { people: "n, 'row ' || n" }, old: changed('name', "'a b'"),
      right: `SELECT count(*) FROM people WHERE one = CASE WHEN ${isChanged} THEN 'a' ELSE 'row' END AND rest = CASE WHEN ${isChanged} THEN 'b' ELSE '' || id END`, of: rows + 1,
    },
    'merge-columns': {
      recipe: mergeColumns, answers: { table: 'people', columns: 'one,rest', to: 'name', type: text }, dialects: all,
      setup: people(`one ${text}, rest ${text}`), filled: { people: "n, 'row', n" }, old: changed('one', "'Ä'"),
      right: `SELECT count(*) FROM people WHERE name = CASE WHEN id > ${rows} THEN 'Ä' WHEN ${isChanged} THEN 'Ä ' || id ELSE 'row ' || id END`, of: rows + 1,
    },
    'columns-to-json': {
      recipe: columnsToJson, answers: { table: 'people', columns: 'theme,size', to: 'prefs' }, dialects: all,
      setup: people(`theme ${text}, size int`), filled: { people: "n, 'dark', n" }, old: changed('theme', "'light'"),
      right: `SELECT count(*) FROM people WHERE ${member('prefs', 'theme')} = CASE WHEN ${isChanged} THEN 'light' ELSE 'dark' END AND (id > ${rows} OR '' || (${member('prefs', 'size')}) = '' || id)`, of: rows + 1,
    },
    'json-to-columns': {
      recipe: jsonToColumns, answers: { table: 'people', column: 'prefs', keys: 'theme,size', types: `${text},int`, rest: 'more' }, dialects: all,
      setup: people(`prefs ${json}`), filled: { people: `n, ('{"theme": "dark", "size": ' || n || ', "x": 1}')${asJson}` },
      old: changed('prefs', `'{"theme": "light", "x": 1}'${asJson}`),
      right: `SELECT count(*) FROM people WHERE theme = CASE WHEN ${isChanged} THEN 'light' ELSE 'dark' END AND coalesce(size, 0) = CASE WHEN ${isChanged} THEN 0 ELSE id END AND ${member('more', 'x')} = ${dialect === 'sqlite' ? '1' : "'1'"}`, of: rows + 1,
    },
    'extract-table': {
      recipe: extractTable, answers: { table: 'people', columns: 'bio', to: 'profiles' }, dialects: all,
      setup: people(`bio ${text}`), filled: { people: "n, 'bio ' || n" }, old: [...changed('bio', "'Ä'"), `DELETE FROM people WHERE id IN (${early + 1}, ${late + 1})`],
      right: `SELECT count(*) FROM people JOIN profiles ON people_id = id WHERE bio = CASE WHEN ${isChanged} THEN 'Ä' ELSE 'bio ' || id END`, of: rows - 1,
    },
    'move-column': {
      recipe: moveColumn, answers: { table: 'people', columns: 'bio', to: 'profiles' }, dialects: all,
      setup: `${people(`bio ${text}`)}; CREATE TABLE profiles (id int PRIMARY KEY, people_id int UNIQUE, FOREIGN KEY (people_id) REFERENCES people (id))`,
      filled: { people: "n, 'bio ' || n", profiles: 'n, n' },
      old: [`UPDATE people SET bio = 'Ä' WHERE id IN (${early}, ${late})`, `INSERT INTO people (id, bio) VALUES (${rows + 1}, NULL)`, `INSERT INTO profiles (id, people_id) VALUES (${rows + 1}, ${rows + 1})`, `UPDATE people SET bio = 'Ä' WHERE id = ${rows + 1}`],
      right: `SELECT count(*) FROM people JOIN profiles ON people_id = people.id WHERE bio = CASE WHEN people.${isChanged} THEN 'Ä' ELSE 'bio ' || people.id END`, of: rows + 1,
    },
    'enum-to-lookup-table': {
      recipe: enumToLookupTable, answers: { table: 'people', column: 'mood', to: 'feeling', lookup: 'moods' }, dialects: servers,
      setup: moods, filled: { people: `n, 'good'${asEnum}` },
      old: changed('mood', "'bad'"),
      right: `SELECT count(*) FROM people WHERE feeling = CASE WHEN ${isChanged} THEN 'bad' ELSE 'good' END`, of: rows + 1,
    },
    'remove-enum-value': {
      recipe: removeEnumValue, answers: { ...typed, value: 'bad', to: 'good' }, dialects: servers,
      setup: moods, filled: { people: `n, 'bad'${asEnum}` }, old: changed('mood', "'good'"),
      right: "SELECT count(*) FROM people WHERE mood = 'good'", of: rows + 1,
    },
    'rename-enum-value': {
      recipe: renameEnumValue, answers: { ...typed, value: 'bad', to: 'poor' }, dialects: servers,
      setup: moods, filled: { people: `n, 'bad'${asEnum}` }, old: changed('mood', "'poor'"),
      right: "SELECT count(*) FROM people WHERE mood = 'poor'", of: rows + 1,
    },
    'make-required': {
      recipe: makeRequired, answers: { table: 'people', column: 'total', value: 'id * 2' }, dialects: servers,
      setup: people('total int'), filled: { people: 'n, NULL' },
      old: [`UPDATE people SET total = 7 WHERE id IN (${early}, ${late})`, `INSERT INTO people (id) VALUES (${rows + 1})`, `UPDATE people SET total = NULL WHERE id = ${early + 1}`],
      right: `SELECT count(*) FROM people WHERE total = CASE WHEN id IN (${early}, ${late}) THEN 7 ELSE id * 2 END`, of: rows + 1,
    },
    'replace-primary-key': {
      recipe: replacePrimaryKey, answers: { table: 'people' }, dialects: servers,
      setup: `${people(`name ${text}`)}; CREATE TABLE line (id int PRIMARY KEY, person int NOT NULL, note ${text}, CONSTRAINT of_person FOREIGN KEY (person) REFERENCES people (id) ON DELETE CASCADE)`,
      filled: { people: "n, 'row ' || n", line: 'n, n, NULL' },
      old: [...changed('name', "'Ä'"), `INSERT INTO line (id, person, note) VALUES ((SELECT max(one.id) FROM line one) + 1, ${early}, 'Ä'), ((SELECT max(one.id) FROM line one) + 2, ${late}, 'Ä')`, `DELETE FROM people WHERE id IN (SELECT max(person) FROM (SELECT person FROM line WHERE person < ${rows / 4}) o)`, `UPDATE line SET note = 'late' WHERE id = ${late}`],
      right: `SELECT count(*) FROM people JOIN line ON line.person = people.id WHERE name = CASE WHEN people.${isChanged} THEN 'Ä' ELSE 'row ' || people.id END AND coalesce(note, 'Ä') = CASE WHEN line.id = ${late} THEN 'late' ELSE 'Ä' END`, of: rows + 1,
    },
  };
} // prettier-ignore

async function fill(own: Database, dialect: Proven, one: Interrupted): Promise<void> {
  await own.script(one.setup);
  const recursive = `WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${rows})`;
  for (const [table, list] of Object.entries(one.filled))
    await own.script(
      dialect === 'sqlite'
        ? `${recursive} INSERT INTO ${table} SELECT ${list} FROM s`
        : `INSERT INTO ${table} SELECT ${list} FROM ${dialect === 'postgres' ? `generate_series(1, ${rows}) n` : `(SELECT seq AS n FROM seq_1_to_${rows}) s`}`,
    );
}

/** The table that the backfill goes through: with several, the one whose name its label ends in. */
function tableOf({ label }: DraftStage, one: Interrupted): string {
  return Object.keys(one.filled).find((table) => label.split('-').includes(table)) ?? 'people';
}

interface Server {
  readonly dialect: 'postgres' | 'mariadb';
  connect(): Promise<Database>;
  /** Ends what the connection of that number runs, as a lost connection or a deploy that is cut off does. */
  cutOff(own: Database, runner: string): Promise<void>;
}

/** A row in the middle that somebody holds keeps the backfill from its end until it is cut off. */
async function brokenOff(server: Server, own: Database, stage: DraftStage, one: Interrupted): Promise<void> {
  const [runner, holder] = [await server.connect(), await server.connect()];
  const id = server.dialect === 'postgres' ? 'pg_backend_pid()' : 'connection_id()';
  const number = String(Object.values((await runner.query(`SELECT ${id}`))[0] ?? {})[0]);
  await holder.script('BEGIN');
  await holder.query(`SELECT 1 FROM ${tableOf(stage, one)} WHERE id = ${rows / 2} FOR UPDATE`);
  const failed = assert.rejects(
    runStage(runner, server.dialect, stage),
    /cancel|terminat|killed|lost|closed|ended|interrupted/i,
  );
  while ((await counted(own, stage.verification!)) > rows * 0.8)
    await new Promise((resolve) => setTimeout(resolve, 10));
  await server.cutOff(own, number);
  await failed;
  await holder.script('ROLLBACK');
  await holder.stop();
  await runner.stop().catch(() => undefined);
  const left = await counted(own, stage.verification!);
  assert.ok(left >= rows / 2 - batchRows && left <= rows * 0.8, `${left} rows were left`);
}

/** Runs all stages; each backfill is broken off, older versions write, and it goes on. */
async function resumed(
  server: Server,
  own: Database,
  draft: DraftEvolution,
  one: Interrupted,
): Promise<void> {
  const leftovers =
    server.dialect === 'postgres'
      ? "SELECT count(*) FROM pg_class WHERE relname LIKE 'evolens%checkpoint'"
      : "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'evolens%checkpoint'";
  const runner = await server.connect();
  let written = false;
  for (const stage of draft.stages) {
    const fills = stage.name === 'backfill' && stage.statements.length > 0;
    if (fills) {
      await brokenOff(server, own, stage, one);
      assert.equal(await counted(own, leftovers), 1, 'it remembers how far it came');
      if (!written) for (const statement of one.old) await own.script(statement);
      written = true;
    }
    await runStage(runner, server.dialect, stage);
    if (fills) {
      assert.equal(await counted(own, stage.verification!), 0);
      assert.equal(await counted(own, leftovers), 0);
    }
  }
  await runner.stop();
  assert.ok(written, 'there is a backfill');
  assert.equal(await counted(own, one.right), one.of);
}

describe('backfills that are broken off go on where they stopped', () => {
  let reader: SqlReader;
  before(async () => {
    reader = await createNodeSqlReader();
  });
  const drafted = (dialect: Proven, { recipe, setup, answers }: Interrupted): DraftEvolution =>
    draftOf(
      recipe,
      groundOf(reader, { dialect, setup, change: null, options: { batchRows, pauseMilliseconds: 0 } }),
      answers,
    );

  describe('on Postgres', () => {
    let [server, own]: [PostgresServer?, Database?] = [];
    before(async () => {
      server = await startPostgres();
      own = await server.connect();
    });
    after(async () => {
      await own?.stop();
      await server?.stop();
    });
    for (const [kind, one] of Object.entries(casesOf('postgres')))
      it(kind, async () => {
        await own!.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
        await fill(own!, 'postgres', one);
        const connected: Server = {
          dialect: 'postgres',
          connect: () => server!.connect(),
          cutOff: async (from, number) => {
            await from.query(`SELECT pg_cancel_backend(${number})`);
          },
        };
        await resumed(connected, own!, drafted('postgres', one), one);
      });
  });

  describe('on MariaDB', () => {
    let [server, own]: [MariadbServer?, Database?] = [];
    before(async () => {
      server = await startMariadb();
      own = await server.connect();
      await own.script("SET SESSION sql_mode = CONCAT(@@sql_mode, ',PIPES_AS_CONCAT')");
    });
    after(async () => {
      await own?.stop();
      await server?.stop();
    });
    for (const [kind, one] of Object.entries(casesOf('mariadb')))
      it(kind, async () => {
        await own!.script(
          'DROP DATABASE evolens; CREATE DATABASE evolens CHARACTER SET utf8mb4; USE evolens',
        );
        await fill(own!, 'mariadb', one);
        const connected: Server = {
          dialect: 'mariadb',
          connect: () => server!.connect(),
          cutOff: (from, number) => from.script(`KILL CONNECTION ${number}`),
        };
        await resumed(connected, own!, drafted('mariadb', one), one);
      });
  });

  describe('on SQLite', () => {
    for (const [kind, one] of Object.entries(casesOf('sqlite')).filter(([, { dialects }]) =>
      dialects.includes('sqlite'),
    ))
      it(kind, async () => {
        const place = sqlitePlace();
        await place.reset();
        const { database } = place;
        await fill(database, 'sqlite', one);
        for (const stage of drafted('sqlite', one).stages) {
          if (stage.name === 'backfill') {
            const left = (): Promise<number> => counted(database, stage.verification!);
            const [batch] = stage.statements;
            for (let run = 1; run <= 3; run++) await database.script(batch!);
            assert.equal(await left(), rows - 3 * batchRows);
            // The process dies in the middle of a batch: nothing of it stays, and nothing before it is lost.
            await database.script(`BEGIN; ${batch!}; ROLLBACK`);
            assert.equal(await left(), rows - 3 * batchRows);
            for (const statement of one.old) await database.script(statement);
          }
          await runStage(database, 'sqlite', stage);
        }
        assert.equal(await counted(database, one.right), one.of);
        await place.stop();
      });
  });
});
