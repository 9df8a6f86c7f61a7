import { quote } from '../../../sql/identifiers';
import { movedSql, of, type Moved } from '../across/moved';
import type { ReplacementSql } from '../columns/sql';
import type { Refusal } from '../recipe';

/** The stages of columns that go to another table, as SQLite runs them, or why there are none. */
export function sqliteAcross(facts: Moved): ReplacementSql | Refusal {
  const { sql, target, options } = facts;
  const { key, toKey, from, to, anyOld } = movedSql(facts);
  const byTriggers = options.dualWrite === 'triggers';
  const required = facts.columns.find((one) => !one.column.nullable && one.column.default === null);
  if (required !== undefined)
    return {
      refused: `${required.column.name} is NOT NULL without a default, and SQLite changes that only by writing the table anew: every INSERT of the new version would fail.`,
    };
  const triggers = byTriggers ? triggersOf(facts) : { create: [], drop: [] };
  const same = to.map((column, at) => `${target}.${column} IS ${sql}.${from[at] ?? ''}`).join(' AND ');
  const there = `EXISTS (SELECT 1 FROM ${target} WHERE ${target}.${toKey} = ${sql}.${key}`;
  const wrong = facts.creates === null ? `${there} AND NOT (${same}))` : `NOT ${there} AND ${same})`;
  const homeless = `(${anyOld(`${sql}.`)}) AND NOT ${there})`;
  const count = (condition: string): string => `SELECT count(*) FROM ${sql} WHERE ${condition}`;
  const batch = `SELECT ${[key, ...from].join(', ')} FROM ${sql} WHERE ${wrong} LIMIT ${options.batchRows}`;
  return {
    expand: {
      statements: [
        ...(facts.creates === null
          ? facts.columns.map(
              ({ column, to: name }) =>
                `ALTER TABLE ${target} ADD COLUMN ${quote(name, 'sqlite')} ${facts.typeOf(column)}${column.default === null ? '' : ` DEFAULT ${column.default.text}`}`,
            )
          : [facts.creates]),
        ...triggers.create,
      ],
      rollback: [
        ...triggers.drop,
        ...(facts.creates === null
          ? to.map((column) => `ALTER TABLE ${target} DROP COLUMN ${column}`)
          : [`DROP TABLE ${target}`]),
      ],
    },
    unconvertible: facts.creates === null ? count(homeless) : null,
    altered: null,
    backfill: {
      statements: [
        facts.creates === null
          ? `UPDATE ${target} SET ${to.map((column, at) => `${column} = (SELECT ${from[at] ?? ''} FROM ${sql} WHERE ${sql}.${key} = ${target}.${toKey})`).join(', ')}\n  WHERE ${toKey} IN (SELECT ${key} FROM ${sql} WHERE ${wrong} LIMIT ${options.batchRows})`
          : `INSERT INTO ${target} (${[toKey, ...to].join(', ')})\n  SELECT * FROM (${batch}) WHERE true\n  ON CONFLICT (${toKey}) DO UPDATE SET ${to.map((column) => `${column} = excluded.${column}`).join(', ')}`,
      ],
      frame: 'no-transaction',
    },
    indexes: [],
    verify: [],
    stopOldWrites: [],
    contract: [...triggers.drop, ...from.map((column) => `ALTER TABLE ${sql} DROP COLUMN ${column}`)],
    contractNote: null,
    oldReaders: null,
    guard: {
      count: count(
        [...(byTriggers ? [`(${wrong})`] : []), ...(facts.creates === null ? [`(${homeless})`] : [])].join(' OR ') || 'false', // prettier-ignore
      ),
      message: `${facts.written} and ${facts.targetWritten} differ, or rows with values have no row there: run the backfill, then look at the rows that are left`,
    },
    verification: count(wrong),
  };
}

/** Triggers on both tables. Each writes the other only where the values differ, which ends the play between them. */
function triggersOf(facts: Moved): { readonly create: readonly string[]; readonly drop: readonly string[] } {
  const { sql, target, about } = facts;
  const { key, toKey, from, to, anyOld, presets } = movedSql(facts);
  const made: { create: string; drop: string }[] = [];
  const add = (on: string, event: string, tail: string, statements: readonly string[]): void => {
    const name = facts.own(about, tail);
    made.push({
      create: `CREATE TRIGGER ${name} AFTER ${event} ON ${on} FOR EACH ROW\nBEGIN\n${statements.map((one) => `  ${one};\n`).join('')}END`,
      drop: `DROP TRIGGER ${name}`,
    });
  };
  const isPreset = (row: string, columns: readonly string[]): string =>
    `(${columns.map((column, at) => `${row}${column} IS ${presets[at] ?? 'NULL'}`).join(' AND ')})`;
  const differs = (columns: readonly string[], row: string, others: readonly string[]): string =>
    `NOT (${columns.map((column, at) => `${column} IS ${row}${others[at] ?? ''}`).join(' AND ')})`;
  const sets = (columns: readonly string[], row: string, others: readonly string[]): string =>
    columns.map((column, at) => `${column} = ${row}${others[at] ?? ''}`).join(', ');
  const existing = `EXISTS (SELECT 1 FROM ${target} WHERE ${toKey} = NEW.${key})`;
  const insertRow = (when: string): string =>
    `INSERT INTO ${target} (${[toKey, ...to].join(', ')}) SELECT NEW.${key}, ${of('NEW.', from)} WHERE ${when}NOT ${existing}`;
  const toTarget = (when: string): string =>
    `UPDATE ${target} SET ${sets(to, 'NEW.', from)} WHERE ${toKey} = NEW.${key} AND ${when}${differs(to, 'NEW.', from)}`;
  if (facts.creates !== null) add(sql, 'INSERT', '_insert', [insertRow('')]);
  else
    add(sql, 'INSERT', '_insert', [
      `UPDATE ${sql} SET (${from.join(', ')}) = (SELECT ${to.join(', ')} FROM ${target} WHERE ${toKey} = NEW.${key}) WHERE ${key} = NEW.${key} AND ${isPreset('NEW.', from)} AND ${existing}`,
      toTarget(`NOT ${isPreset('NEW.', from)} AND `),
    ]);
  add(sql, 'UPDATE', '_update', [
    toTarget(''),
    ...(facts.creates === null ? [] : [insertRow(`(${anyOld('NEW.')}) AND `)]),
  ]);
  if (facts.creates !== null)
    add(sql, 'DELETE', '_gone', [`DELETE FROM ${target} WHERE ${toKey} = OLD.${key}`]);
  const back = (values: readonly string[], when: string): string =>
    `UPDATE ${sql} SET ${from.map((column, at) => `${column} = ${values[at] ?? 'NULL'}`).join(', ')} WHERE ${key} = NEW.${toKey} AND ${when}${differs(from, 'NEW.', to)}`;
  add(target, 'INSERT', '_fill', [
    `UPDATE ${target} SET (${to.join(', ')}) = (SELECT ${from.join(', ')} FROM ${sql} WHERE ${key} = NEW.${toKey}) WHERE ${toKey} = NEW.${toKey} AND ${isPreset('NEW.', to)} AND EXISTS (SELECT 1 FROM ${sql} WHERE ${key} = NEW.${toKey})`,
    back(to.map((column) => `NEW.${column}`), `NOT ${isPreset('NEW.', to)} AND `),
  ]); // prettier-ignore
  add(target, 'UPDATE', '_back', [
    back(
      to.map((column, at) => `CASE WHEN NEW.${column} IS OLD.${column} THEN ${from[at] ?? ''} ELSE NEW.${column} END`),
      `NOT (${to.map((column) => `NEW.${column} IS OLD.${column}`).join(' AND ')}) AND `,
    ),
  ]); // prettier-ignore
  const nullable = facts.columns.filter((one) => one.column.nullable).map((one) => quote(one.column.name, 'sqlite')); // prettier-ignore
  // Where the other table has rows of its own, an old version may delete one, and its values stay where it put them.
  if (facts.creates !== null && nullable.length > 0)
    add(target, 'DELETE', '_delete', [
      `UPDATE ${sql} SET ${nullable.map((column) => `${column} = NULL`).join(', ')} WHERE ${key} = OLD.${toKey}`,
    ]);
  return { create: made.map((one) => one.create), drop: made.map((one) => one.drop) };
}
