import assert from 'node:assert/strict';
import { columnsToJson } from '../../src/evolution/recipes/columns-to-json';
import { jsonToColumns } from '../../src/evolution/recipes/json-to-columns';
import { mergeColumns } from '../../src/evolution/recipes/merge-columns';
import { isRefused, type Answers, type Recipe } from '../../src/evolution/recipes/recipe';
import { renameColumnRecipe } from '../../src/evolution/recipes/rename-column';
import { splitColumn } from '../../src/evolution/recipes/split-column';
import type { Dialect } from '../../src/model/dialect';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { proveColumns, type ColumnsCase, type Value, type Values } from './databases/column-writers';
import { draftOf, groundOf } from './databases/ground';
import { everyPlace, type Place } from './databases/places';
import { counted, quotedBy, runStage } from './databases/proof';

/** Up to the first space, and behind it. */
function cut([text]: Values): Values {
  if (text == null) return [null, null];
  const at = text.indexOf(' ');
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function joined([one, other]: Values): Values {
  return [one == null ? (other ?? null) : other == null ? one : `${one} ${other}`];
}

const textType: Readonly<Record<Dialect, string>> = {
  postgres: 'varchar(40)',
  mysql: 'VARCHAR(40)',
  mariadb: 'VARCHAR(40)',
  sqlite: 'TEXT',
};

describe('columns that become other columns, in stages', () => {
  let reader: SqlReader;
  let places: ReadonlyMap<Dialect, Place>;
  before(async () => {
    reader = await createNodeSqlReader();
    places = await everyPlace();
  });
  after(async () => {
    for (const place of places.values()) await place.stop();
  });

  const prove = async (
    dialect: Dialect,
    recipe: Recipe,
    columns: string,
    answers: Answers,
    one: Partial<ColumnsCase> & Pick<ColumnsCase, 'old' | 'new' | 'oldValues' | 'newValues' | 'forward' | 'backward'>,
  ): Promise<void> => {
    const quoted = quotedBy(dialect);
    const setup = `CREATE TABLE ${quoted('Order')} (id INTEGER PRIMARY KEY, ${columns}, n int)${dialect === 'mariadb' ? ' CHARACTER SET utf8mb4' : ''}`;
    const ground = groundOf(reader, { dialect, setup, change: null });
    const draft = draftOf(recipe, ground, { table: 'Order', ...answers });
    const place = places.get(dialect)!;
    await proveColumns(
      place,
      { dialect, setup, table: 'Order', draft, preset: one.old.map(() => null), plain: null, newWaits: 'null', ...one },
      dialect === 'mariadb' ? 3 : 5,
    );
  }; // prettier-ignore

  for (const dialect of ['postgres', 'mariadb', 'sqlite'] as const) {
    const text = textType[dialect];
    const quoted = quotedBy(dialect);

    it(`${dialect}: a name becomes two, and old versions read the whole one`, async () => {
      await prove(dialect, splitColumn, `${quoted('fullName')} ${text}`, { column: 'fullName', into: 'first,Last', indexed: 'Last' }, {
        old: ['fullName'], new: ['first', 'Last'],
        oldValues: [[null], [''], ['Ada'], ['Ada Lovelace'], ['ünï → ödé'], [' x '], ['x'.repeat(20)]],
        newValues: [['Ada', 'Lovelace'], ['a b', 'c'], ['x', null], [null, null], ['', 'y'], ['Ä', 'É']],
        forward: cut, backward: joined,
      }); // prettier-ignore
    });

    it(`${dialect}: two columns become one, and old versions read the parts`, async () => {
      await prove(dialect, mergeColumns, `${quoted('First')} ${text}, last ${text}`, { columns: 'First,last', to: 'name', type: text.replace('40', '90') }, {
        old: ['First', 'last'], new: ['name'],
        oldValues: [[null, null], ['Ada', 'Lovelace'], ['a b', 'c'], ['', ''], [null, 'x'], ['é', null]],
        newValues: [[null], ['Ada'], ['Ada Lovelace'], ['a b c']],
        forward: joined,
        backward: ([added], before) => (joined(before)[0] === (added ?? null) ? before : cut([added ?? null])),
      }); // prettier-ignore
    });

    it(`${dialect}: expressions of a person`, async () => {
      const half =
        dialect === 'postgres' ? 'cents / 100' : dialect === 'mariadb' ? 'cents DIV 100' : 'cents / 100';
      const number = (value: Value | undefined): number => Number(value ?? 0);
      await prove(dialect, splitColumn, 'cents int', { column: 'cents', into: 'euros,rest', types: 'int', using: `${half}; cents % 100`, back: 'euros * 100 + coalesce(rest, 0)' }, {
        old: ['cents'], new: ['euros', 'rest'],
        oldValues: [[null], ['0'], ['199'], ['-50'], ['1000000']], newValues: [['1', '99'], ['0', '0'], [null, null], ['7', '5']],
        forward: ([value]) => (value == null ? [null, null] : [String(Math.trunc(number(value) / 100) + 0), String((number(value) % 100) + 0)]),
        backward: ([euros, rest]) => [euros == null ? null : String(number(euros) * 100 + number(rest))],
      }); // prettier-ignore
    });

    it(`${dialect}: columns become a JSON object`, async () => {
      const member = (json: Value | undefined, key: string): Value => {
        const value = json == null ? undefined : (JSON.parse(json) as Record<string, unknown>)[key];
        return value == null ? null : String(value); // eslint-disable-line @typescript-eslint/no-base-to-string
      };
      const shown = (column: string): string =>
        dialect === 'mariadb' ? `JSON_COMPACT(${column})` : dialect === 'sqlite' ? `json(${column})` : column;
      const spelled = (pairs: readonly string[]): string =>
        `{${pairs.join(dialect === 'postgres' ? ', ' : ',')}}`;
      const colon = dialect === 'postgres' ? ': ' : ':';
      const json = (theme: Value | undefined, size: Value | undefined): string =>
        spelled([
          ...(dialect === 'postgres' && size != null ? [`"Size"${colon}${size}`] : []),
          ...(theme == null ? [] : [`"theme"${colon}${JSON.stringify(theme)}`]),
          ...(dialect !== 'postgres' && size != null ? [`"Size"${colon}${size}`] : []),
        ]);
      await prove(dialect, columnsToJson, `theme ${text}, ${quoted('Size')} int`, { columns: 'theme,Size', to: 'Prefs' }, {
        old: ['theme', 'Size'], new: ['Prefs'],
        oldValues: [[null, null], ['dark', '3'], ['ü"\\', null], [null, '0'], ['', '-1']],
        newValues: [[null], [json('dark', '4')], [json(null, '7')], [json('light', null)]],
        forward: ([theme, size]) => (theme == null && size == null ? [null] : [json(theme, size)]),
        backward: ([added]) => [member(added, 'theme'), member(added, 'Size')],
        shown: (column) => (column.includes('Prefs') ? shown(column) : column),
      }); // prettier-ignore
    });

    it(`${dialect}: members of a JSON object become columns, the rest stays JSON`, async () => {
      const type = dialect === 'sqlite' ? 'text' : dialect === 'postgres' ? 'jsonb' : 'json';
      const colon = dialect === 'postgres' ? ': ' : ':';
      const comma = dialect === 'postgres' ? ', ' : ',';
      const json = (theme: Value | undefined, size: Value | undefined, other: string | null): Value => {
        const members: readonly (readonly [string, string | null])[] = [
          ['x', other],
          ['size', size ?? null],
          ['theme', theme == null ? null : JSON.stringify(theme)],
        ];
        return `{${members
          .filter((one) => one[1] !== null)
          .map(([key, value]) => `"${key}"${colon}${value ?? ''}`)
          .join(comma)}}`;
      };
      const read = (text: Value | undefined): Record<string, unknown> =>
        text == null ? {} : (JSON.parse(text) as Record<string, unknown>);
      const sorted = (column: string): string =>
        dialect === 'postgres'
          ? column
          : dialect === 'mariadb'
            ? `JSON_COMPACT(${column})`
            : `json(${column})`;
      await prove(dialect, jsonToColumns, `${quoted('Prefs')} ${type} NOT NULL DEFAULT '{}'`, {
        column: 'Prefs', keys: 'theme,size', into: 'theme,Size', types: `${text},int`, indexed: 'Size', rest: 'more',
      }, {
        old: ['Prefs'], new: ['theme', 'Size', 'more'], newWaits: true,
        // Members in one order, because only Postgres keeps an order of its own.
        oldValues: [['{}'], [json(null, null, '[1]')], [json('ü', null, null)], [json(null, '3', null)]],
        newValues: [[null, null, null], ['dark', null, null], [null, '7', null], [null, null, `{"x"${colon}[1]}`]],
        forward: ([value]) => {
          const { theme, size, x } = read(value);
          return [(theme as string | undefined) ?? null, size === undefined ? null : JSON.stringify(size), x === undefined ? null : `{"x"${colon}[1]}`];
        },
        backward: ([theme, size, more]) => [json(theme, size, more == null ? null : '[1]')],
        preset: ['{}'],
        shown: (column) => (/Prefs|more/.test(column) ? sorted(column) : column),
        spelled: (value) =>
          value?.startsWith('{') === true ? JSON.stringify(Object.entries(read(value)).sort()) : value,
      }); // prettier-ignore
    });
  }

  it('members that nobody named stop contract, and values that do not fit are counted', async () => {
    const setup = `CREATE TABLE users (id int PRIMARY KEY, prefs jsonb); INSERT INTO users VALUES (1, '{"size": "huge"}'), (2, '{"size": 3, "x": 1}'), (3, '[]'), (4, NULL)`;
    const ground = groundOf(reader, { dialect: 'postgres', setup, change: null });
    const draft = draftOf(jsonToColumns, ground, {
      table: 'users',
      column: 'prefs',
      keys: 'size',
      types: 'int',
    });
    const place = places.get('postgres')!;
    await place.reset();
    await place.database.script(setup);
    for (const stage of draft.stages.slice(0, -1)) await runStage(place.database, 'postgres', stage);
    assert.equal(await counted(place.database, draft.stages[0]!.verification!), 1, 'huge is no number');
    assert.equal(
      await counted(place.database, draft.stages.at(-1)!.guard!.count),
      3,
      'huge, x and the array',
    );
  });

  it('renaming on SQLite keeps constraints, and refuses what a trigger cannot fill', async () => {
    const setup = `CREATE TABLE "Order" (id INTEGER PRIMARY KEY, "customerName" TEXT NOT NULL DEFAULT 'n/a' COLLATE NOCASE UNIQUE CHECK ("customerName" <> 'never'), n int); CREATE INDEX by_name ON "Order" (n, "customerName" DESC) WHERE "customerName" <> 'x'`;
    const plain = 'ALTER TABLE "Order" RENAME COLUMN "customerName" TO customer';
    const ground = groundOf(reader, {
      dialect: 'sqlite',
      setup: setup.replace('UNIQUE ', ''),
      change: plain,
    });
    const values = [['n/a'], ['N/A'], ['ünï'], ['x']];
    await proveColumns(places.get('sqlite')!, {
      dialect: 'sqlite', setup: setup.replace('UNIQUE ', ''), table: 'Order', plain, draft: draftOf(renameColumnRecipe, ground, null),
      old: ['customerName'], new: ['customer'], oldValues: values, newValues: values, forward: (one) => one, backward: (one) => one,
      // A row that is not filled yet shows the default: that a version sets it to that is not seen.
      preset: ['n/a'], newWaits: true,
    }); // prettier-ignore
    const required = groundOf(reader, { dialect: 'sqlite', setup: 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL)', change: 'ALTER TABLE t RENAME COLUMN a TO b' }); // prettier-ignore
    const result = renameColumnRecipe.draft({ table: 't', column: 'a', to: 'b' }, required);
    assert.ok(isRefused(result) && /before a trigger could fill it/.test(result.refused));
  });

  it('refuses expressions that read other columns, or are none', () => {
    const ground = groundOf(reader, {
      dialect: 'postgres', setup: 'CREATE TABLE t (id int PRIMARY KEY, a int, b int)', change: null,
    }); // prettier-ignore
    const ask = (using: string): string =>
      JSON.stringify(splitColumn.draft({ table: 't', column: 'a', into: 'x,y', using, back: 'x' }, ground));
    assert.match(ask('a + b; a'), /names b, which is not replaced/);
    assert.match(ask('a'), /an expression for each of the 2/);
    assert.match(ask('a) ; (a'), /parentheses/);
    assert.match(JSON.stringify(splitColumn.draft({ table: 't', column: 'a', into: 'b,c' }, ground)), /already has a column b/); // prettier-ignore
  });
});
