import { changeColumnType } from '../../src/evolution/recipes/change-column-type';
import { columnsToJson } from '../../src/evolution/recipes/columns-to-json';
import { jsonToColumns } from '../../src/evolution/recipes/json-to-columns';
import type { Answers, Recipe } from '../../src/evolution/recipes/recipe';
import { renameColumnRecipe } from '../../src/evolution/recipes/rename-column';
import { splitColumn } from '../../src/evolution/recipes/split-column';
import type { Dialect } from '../../src/model/dialect';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { proveByApplication } from './databases/application-writers';
import type { ColumnsCase, Value, Values } from './databases/column-writers';
import { draftOf, groundOf } from './databases/ground';
import { everyPlace, type Place } from './databases/places';
import { quotedBy } from './databases/proof';

type Shapes = Pick<ColumnsCase, 'old' | 'new' | 'oldValues' | 'newValues' | 'forward' | 'backward'> &
  Partial<ColumnsCase>;

describe('columns that every writer of the application keeps in step, in stages', () => {
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
    one: Shapes,
    more = '',
  ): Promise<void> => {
    const setup = `CREATE TABLE ${quotedBy(dialect)('Order')} (id INTEGER PRIMARY KEY, ${columns}, n int)${dialect === 'mariadb' ? ' CHARACTER SET utf8mb4' : ''};${more}`;
    const ground = groundOf(reader, { dialect, setup, change: null, options: { dualWrite: 'application' } });
    const draft = draftOf(recipe, ground, { table: 'Order', ...answers });
    await proveByApplication(places.get(dialect)!, {
      dialect, setup, table: 'Order', draft, preset: one.old.map(() => null), plain: null, ...one,
    }); // prettier-ignore
  };

  for (const dialect of ['postgres', 'mariadb', 'sqlite'] as const) {
    const text = dialect === 'sqlite' ? 'TEXT' : 'varchar(40)';
    const quoted = quotedBy(dialect);

    it(`${dialect}: a required column is renamed, with a check and an index`, async () => {
      const values = [['n/a'], ['N/A'], ['ünï'], ['x'.repeat(40)]];
      // SQLite cannot make the column optional without writing the table anew, so there it has a default.
      const preset = dialect === 'sqlite' ? " DEFAULT 'n/a'" : '';
      const check = dialect === 'sqlite' ? '' : `, CONSTRAINT never CHECK (${quoted('customerName')} <> 'never')`;
      await prove(dialect, renameColumnRecipe, `${quoted('customerName')} ${text} NOT NULL${preset}${check}`, { column: 'customerName', to: 'key' }, {
        old: ['customerName'], new: ['key'], oldValues: values, newValues: values, preset: dialect === 'sqlite' ? ['n/a'] : null,
        forward: (one) => one, backward: (one) => one,
      }, ` CREATE INDEX by_name ON ${quoted('Order')} (${quoted('customerName')})`);
    }); // prettier-ignore

    it(`${dialect}: a text becomes a number`, async () => {
      const digits = [[null], ['1'], ['0'], ['-5']];
      await prove(dialect, changeColumnType, `${quoted('Age')} ${text}`, { column: 'Age', type: 'integer', to: 'years' }, {
        old: ['Age'], new: ['years'], oldValues: [...digits, ['007']], newValues: digits,
        forward: ([value]) => [value == null ? null : String(Number(value))], backward: ([value]) => [value ?? null],
      }); // prettier-ignore
    });

    it(`${dialect}: a number gets wider beside the old one, which cannot leave its name to it`, async () => {
      if (dialect === 'sqlite') return;
      const values = [['0'], ['7'], ['2147483647']];
      await prove(dialect, changeColumnType, `${quoted('Age')} integer NOT NULL`, { column: 'Age', type: 'bigint' }, {
        old: ['Age'], new: ['Age_bigint'], oldValues: values, newValues: values, preset: null, forward: (one) => one, backward: (one) => one,
      }); // prettier-ignore
    });

    it(`${dialect}: a name becomes two`, async () => {
      const cut = ([whole]: Values): Values => {
        const at = whole?.indexOf(' ') ?? -1;
        return whole == null || at < 0 ? [whole ?? null, null] : [whole.slice(0, at), whole.slice(at + 1)];
      };
      await prove(dialect, splitColumn, `${quoted('fullName')} ${text}`, { column: 'fullName', into: 'first,Last', indexed: 'Last' }, {
        old: ['fullName'], new: ['first', 'Last'],
        oldValues: [[null], [''], ['Ada Lovelace'], ['ünï → ödé'], [' x ']],
        newValues: [['a b', 'c'], ['x', null], [null, null], ['', 'y']],
        forward: cut, backward: ([one, other]) => [one == null ? (other ?? null) : other == null ? one : `${one} ${other}`],
      }); // prettier-ignore
    });

    it(`${dialect}: a column becomes JSON, and comes back`, async () => {
      const json = (theme: Value | undefined): Value =>
        theme == null ? null : JSON.stringify({ theme }).replace(':', dialect === 'postgres' ? ': ' : ':');
      const theme = (value: Value | undefined): Value =>
        value == null ? null : ((JSON.parse(value) as { theme?: string }).theme ?? null);
      const shown = (column: string): string =>
        !column.includes('Prefs') || dialect === 'postgres' ? column : dialect === 'mariadb' ? `JSON_COMPACT(${column})` : `json(${column})`; // prettier-ignore
      const texts = [[null], ['dark'], ['ü"\\'], ['']];
      const objects = texts.map(([value]) => [json(value)]);
      await prove(dialect, columnsToJson, `theme ${text}`, { columns: 'theme', to: 'Prefs' }, {
        old: ['theme'], new: ['Prefs'], oldValues: texts, newValues: objects, shown,
        forward: ([value]) => [json(value)], backward: ([value]) => [theme(value)],
      }); // prettier-ignore
      const type = dialect === 'sqlite' ? 'text' : dialect === 'postgres' ? 'jsonb' : 'json';
      await prove(dialect, jsonToColumns, `${quoted('Prefs')} ${type}`, { column: 'Prefs', keys: 'theme', types: text }, {
        old: ['Prefs'], new: ['theme'], oldValues: objects, newValues: texts, shown,
        forward: ([value]) => [theme(value)], backward: ([value]) => [json(value)],
      }); // prettier-ignore
    });
  }
});
