import assert from 'node:assert/strict';
import { changeColumnType } from '../../src/evolution/recipes/change-column-type';
import { extractTable } from '../../src/evolution/recipes/extract-table';
import { jsonToColumns } from '../../src/evolution/recipes/json-to-columns';
import { mergeColumns } from '../../src/evolution/recipes/merge-columns';
import { isRefused, type Answers, type Recipe } from '../../src/evolution/recipes/recipe';
import { renameColumnRecipe } from '../../src/evolution/recipes/rename-column';
import { splitColumn } from '../../src/evolution/recipes/split-column';
import type { Dialect } from '../../src/model/dialect';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { proveColumns, type ColumnsCase, type Values } from './databases/column-writers';
import { draftOf, groundOf } from './databases/ground';
import { everyPlace, type Place } from './databases/places';
import { quotedBy } from './databases/proof';

const options = { oldReaders: 'generated-column' } as const;

/** `a b c` is `a` and `b c`; NULL is no text. */
function cut([text]: Values): Values {
  if (text == null) return [null, null];
  const at = text.indexOf(' ');
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function joined([one, other]: Values): Values {
  return [one == null ? (other ?? null) : other == null ? one : `${one} ${other}`];
}

describe('old readers get a generated column once nobody writes the old one', () => {
  let reader: SqlReader;
  let places: ReadonlyMap<Dialect, Place>;
  before(async () => {
    reader = await createNodeSqlReader();
    places = await everyPlace();
  });
  after(async () => {
    for (const place of places.values()) await place.stop();
  });

  const versions = { postgres: 18, mariadb: 10.11, sqlite: 3.45 };
  type Proven = keyof typeof versions;
  const prove = async (
    dialect: Proven,
    recipe: Recipe,
    columns: string,
    answers: Answers,
    one: Partial<ColumnsCase> & Pick<ColumnsCase, 'old' | 'new' | 'oldValues' | 'newValues' | 'forward' | 'backward'>,
  ): Promise<void> => {
    const setup = `CREATE TABLE ${quotedBy(dialect)('Order')} (id INTEGER PRIMARY KEY, ${columns}, n int)${dialect === 'mariadb' ? ' CHARACTER SET utf8mb4' : ''}; CREATE INDEX by_name ON ${quotedBy(dialect)('Order')} (${quotedBy(dialect)(one.old[0]!)})`;
    const ground = groundOf(reader, { dialect, setup, change: null, options, version: versions[dialect] });
    const draft = draftOf(recipe, ground, { table: 'Order', ...answers });
    assert.deepEqual(draft.stages.slice(-2).map(({ label, oneWay }) => [label, oneWay]), [['exchange', true], ['contract', false]]);
    await proveColumns(
      places.get(dialect)!,
      { dialect, setup, table: 'Order', draft, preset: one.old.map(() => null), plain: null, newWaits: 'null', ...one },
      3,
    );
  }; // prettier-ignore

  for (const dialect of ['postgres', 'mariadb', 'sqlite'] as const) {
    const text = dialect === 'sqlite' ? 'TEXT' : 'varchar(40)';
    const quoted = quotedBy(dialect);

    it(`${dialect}: a renamed column`, async () => {
      const values = [['n/a'], ['N/A'], ['ünï'], ['x'.repeat(40)]];
      const name = `${quoted('customerName')} ${text} ${dialect === 'sqlite' ? '' : 'NOT NULL '}DEFAULT 'n/a'`;
      await prove(dialect, renameColumnRecipe, name, { column: 'customerName', to: 'key' }, {
        old: ['customerName'], new: ['key'], oldValues: values, newValues: values, preset: ['n/a'], newWaits: true,
        forward: (one) => one, backward: (one) => one,
        plain: `ALTER TABLE ${quoted('Order')} RENAME COLUMN ${quoted('customerName')} TO ${quoted('key')}`,
        mayDiffer: /by_name/,
      }); // prettier-ignore
    });

    it(`${dialect}: a name that became two, and two that became one`, async () => {
      await prove(dialect, splitColumn, `${quoted('fullName')} ${text}`, { column: 'fullName', into: 'first,Last' }, {
        old: ['fullName'], new: ['first', 'Last'],
        oldValues: [[null], [''], ['Ada Lovelace'], ['ünï → ödé'], [' x ']],
        newValues: [['a b', 'c'], ['x', null], [null, null], ['', 'y'], ['Ä', 'É']],
        forward: cut, backward: joined,
      }); // prettier-ignore
      await prove(dialect, mergeColumns, `${quoted('First')} ${text}, last ${text}`, { columns: 'First,last', to: 'name', type: text.replace('40', '90') }, {
        old: ['First', 'last'], new: ['name'],
        oldValues: [[null, null], ['Ada', 'Lovelace'], ['', ''], [null, 'x'], ['é', null]],
        newValues: [[null], ['Ada'], ['Ada Lovelace'], ['a b c']],
        forward: joined, backward: ([added], before) => (joined(before)[0] === (added ?? null) ? before : cut([added ?? null])),
      }); // prettier-ignore
    });
  }

  for (const dialect of ['mariadb', 'sqlite'] as const)
    it(`${dialect}: a text that became a number is read as its text`, async () => {
      const digits = [[null], ['1'], ['0'], ['-5']];
      await prove(dialect, changeColumnType, `Age ${dialect === 'sqlite' ? 'TEXT' : 'VARCHAR(20)'}`, { column: 'Age', type: 'int', to: 'years' }, {
        old: ['Age'], new: ['years'], oldValues: [...digits, ['007']], newValues: digits, newWaits: true,
        forward: ([value]) => [value == null ? null : String(Number(value))],
        backward: ([value], [before]) => [before != null && String(Number(before)) === value ? before : (value ?? null)],
      }); // prettier-ignore
    });

  const refusals: readonly (readonly [string, Dialect, number, Recipe, string, Answers, RegExp])[] = [
    ['a stored column rewrites', 'postgres', 17, renameColumnRecipe, 'a text', { column: 'a', to: 'b' }, /writes every row anew.*triggers keep/],
    ['a type of its own', 'postgres', 18, renameColumnRecipe, 'a citext', { column: 'a', to: 'b' }, /built-in types only/],
    ['a cast that fails on reading', 'postgres', 18, changeColumnType, 'a int', { column: 'a', type: 'text' }, /SELECT \*/],
    ['what only the old column holds', 'sqlite', 3.45, jsonToColumns, 'a text', { column: 'a', keys: 'x' }, /what it holds itself/],
    ['another table', 'mariadb', 10.11, extractTable, 'a text', { columns: 'a', to: 'u' }, /its own table only/],
    ['no rename in a moment', 'mysql', 5.7, renameColumnRecipe, 'a int', { column: 'a', to: 'b' }, /since 8\.0/],
  ]; // prettier-ignore
  for (const [title, dialect, version, recipe, column, answers, reason] of refusals)
    it(`is refused with what to do instead: ${title}`, () => {
      const setup = `CREATE TABLE t (id INTEGER PRIMARY KEY, ${column})`;
      const ask = (given: object): object =>
        recipe.draft(
          { table: 't', ...answers },
          groundOf(reader, { dialect, setup, change: null, version, options: given }),
        );
      const result = ask(options);
      assert.ok(isRefused(result));
      assert.match(result.refused, reason);
      assert.equal(isRefused(ask({})), false, 'without the option there are stages');
    });

  it('a column that keeps its name needs none', () => {
    const setup = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a int)';
    const ground = groundOf(reader, { dialect: 'postgres', setup, change: null, options });
    const draft = draftOf(changeColumnType, ground, { table: 't', column: 'a', type: 'bigint' });
    assert.deepEqual(
      draft.stages.filter((stage) => stage.name === 'contract').map((stage) => stage.label),
      ['contract'],
    );
  });
});
