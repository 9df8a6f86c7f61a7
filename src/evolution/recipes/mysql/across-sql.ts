import { quote } from '../../../sql/identifiers';
import { movedSql, of, type Moved } from '../across/moved';
import type { ReplacementSql } from '../columns/sql';
import type { Refusal } from '../recipe';
import { fillInBatches } from './backfill';
import { implicitDefault } from './implicit-default';
import { addingColumn, online, rebuilding, waitsForFulltext } from './online';
import { sameValue } from './replacement-expressions';

/** The stages of columns that go to another table, as MySQL and MariaDB run them, or why there are none. */
export function mysqlAcross(facts: Moved): ReplacementSql | Refusal {
  const { sql, target, options, dialect } = facts;
  const { key, toKey, from, to, anyOld } = movedSql(facts);
  const name = (text: string): string => quote(text, dialect);
  const byTriggers = options.dualWrite === 'triggers';
  const required = facts.columns.filter((one) => !one.column.nullable && one.column.default === null);
  const unfit = required.find((one) => implicitDefault(one.column) === null);
  if (unfit !== undefined)
    return { refused: `A column of type ${unfit.column.type?.text ?? ''} that is NOT NULL has no default that could stand in while a version leaves it out.` }; // prettier-ignore
  const other = { ...facts, table: facts.targetTable ?? facts.table, written: facts.targetWritten };
  const waits = facts.targetTable === null ? null : waitsForFulltext(other);
  const triggers = byTriggers ? triggersOf(facts) : { create: [], drop: [] };
  const same = facts.columns
    .map((one, at) =>
      sameValue(one.column.type?.text ?? '', `${target}.${to[at] ?? ''}`, `${sql}.${from[at] ?? ''}`),
    ) // prettier-ignore
    .join(' AND ');
  const there = `EXISTS (SELECT 1 FROM ${target} WHERE ${target}.${toKey} = ${sql}.${key}`;
  const wrong = facts.creates === null ? `${there} AND NOT (${same}))` : `NOT ${there} AND ${same})`;
  const homeless = `(${anyOld(`${sql}.`)}) AND NOT ${there})`;
  const count = (condition: string): string => `SELECT count(*) FROM ${sql} WHERE ${condition}`;
  return {
    expand: {
      statements: [
        ...(facts.creates === null
          ? facts.columns.flatMap(({ column, to: added }) => [
              addingColumn(
                other,
                `ALTER TABLE ${target} ADD COLUMN ${name(added)} ${facts.typeOf(column)} NULL`,
              ),
              ...(column.default === null
                ? []
                : [
                    online(
                      `ALTER TABLE ${target} ALTER COLUMN ${name(added)} SET DEFAULT ${column.default.text}`,
                    ),
                  ]),
            ])
          : [facts.creates]),
        ...required.map(({ column }) =>
          online(
            `ALTER TABLE ${sql} ALTER COLUMN ${name(column.name)} SET DEFAULT ${implicitDefault(column) ?? 'NULL'}`,
          ),
        ),
        ...triggers.create,
      ],
      rollback: [
        ...triggers.drop,
        ...required.map(({ column }) =>
          online(`ALTER TABLE ${sql} ALTER COLUMN ${name(column.name)} DROP DEFAULT`),
        ),
        facts.creates === null
          ? rebuilding(
              other,
              `ALTER TABLE ${target} ${to.map((column) => `DROP COLUMN ${column}`).join(', ')}`,
            )
          : `DROP TABLE ${target}`,
      ],
      ...(waits === null ? {} : { note: waits }),
    },
    unconvertible: facts.creates === null ? count(homeless) : null,
    altered: null,
    backfill: {
      statements: fillInBatches({
        dialect: dialect === 'mysql' ? 'mysql' : 'mariadb',
        key: [facts.key],
        table: sql,
        checkpoint: facts.own(facts.about, '_checkpoint'),
        procedure: facts.own(facts.about, '_backfill'),
        set: '',
        needed: wrong,
        // The triggers keep still meanwhile: they may not write the table that is read.
        fill: (rows) =>
          `SET @evolens_moving = 1;\n        ${filled(facts, rows)};\n        SET @evolens_moving = NULL`,
        untouched: [],
        batchRows: options.batchRows,
        pauseMilliseconds: options.pauseMilliseconds,
      }),
      frame: 'no-transaction',
    },
    indexes: [],
    verify: [],
    stopOldWrites: [],
    contract: [...triggers.drop, rebuilding(facts, `ALTER TABLE ${sql} ${from.map((column) => `DROP COLUMN ${column}`).join(', ')}`)], // prettier-ignore
    contractNote: waitsForFulltext(facts),
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

function filled(facts: Moved, rows: string): string {
  const { sql, target } = facts;
  const { key, toKey, from, to } = movedSql(facts);
  if (facts.creates !== null)
    return `INSERT INTO ${target} (${[toKey, ...to].join(', ')}) SELECT ${[key, ...from].join(', ')} FROM ${sql}
          ${rows}
          ON DUPLICATE KEY UPDATE ${to.map((column) => `${column} = VALUES(${column})`).join(', ')}`;
  const list = from.map((column, at) => `${column} AS value_${at + 1}`).join(', ');
  return `UPDATE ${target}, (SELECT ${key} AS key_1, ${list} FROM ${sql} ${rows}) AS evolens_moved
          SET ${to.map((column, at) => `${target}.${column} = evolens_moved.value_${at + 1}`).join(', ')} WHERE ${target}.${toKey} = evolens_moved.key_1`;
}

/**
 * Triggers on both tables. MySQL forbids a trigger to write the table whose statement fired it, so a session variable
 * tells the trigger of the other table who is at work; it is cleared when a statement fails, too.
 */
function triggersOf(facts: Moved): { readonly create: readonly string[]; readonly drop: readonly string[] } {
  const { sql, target, about } = facts;
  const { key, toKey, from, to, anyOld } = movedSql(facts);
  const typeAt = (at: number): string => facts.columns[at]?.column.type?.text ?? '';
  const presets = facts.columns.map(({ column }) => column.default?.text ?? (column.nullable ? 'NULL' : (implicitDefault(column) ?? 'NULL'))); // prettier-ignore
  const isPreset = (row: string, columns: readonly string[]): string =>
    columns
      .map((column, at) => sameValue(typeAt(at), `${row}${column}`, presets[at] ?? 'NULL'))
      .join(' AND ');
  const made: { create: string; drop: string }[] = [];
  const add = (on: string, event: string, tail: string, statements: readonly string[]): void => {
    const name = facts.own(about, tail);
    made.push({
      create: `CREATE TRIGGER ${name} ${event} ON ${on} FOR EACH ROW
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    SET @evolens_moving = NULL;
    RESIGNAL;
  END;
  IF @evolens_moving IS NULL THEN
    SET @evolens_moving = 1;
${statements.map((one) => `    ${one};\n`).join('')}    SET @evolens_moving = NULL;
  END IF;
END`,
      drop: `DROP TRIGGER ${name}`,
    });
  };
  const sets = (columns: readonly string[], values: readonly string[]): string =>
    columns.map((column, at) => `${column} = ${values[at] ?? 'NULL'}`).join(', ');
  const fromNew = from.map((column) => `NEW.${column}`);
  const row = (when: string): string =>
    `INSERT INTO ${target} (${[toKey, ...to].join(', ')}) SELECT NEW.${key}, ${of('NEW.', from)} FROM DUAL WHERE ${when}NOT EXISTS (SELECT 1 FROM ${target} WHERE ${toKey} = NEW.${key})`;
  const toTarget = `UPDATE ${target} SET ${sets(to, fromNew)} WHERE ${toKey} = NEW.${key}`;
  if (facts.creates !== null) add(sql, 'AFTER INSERT', '_insert', [row('')]);
  else
    add(sql, 'BEFORE INSERT', '_insert', [
      `IF ${isPreset('NEW.', from)} AND EXISTS (SELECT 1 FROM ${target} WHERE ${toKey} = NEW.${key}) THEN SET ${from.map((column, at) => `NEW.${column} = (SELECT ${to[at] ?? ''} FROM ${target} WHERE ${toKey} = NEW.${key})`).join(', ')}; ELSE ${toTarget}; END IF`,
    ]); // prettier-ignore
  add(sql, 'AFTER UPDATE', '_update', [
    toTarget,
    ...(facts.creates === null ? [] : [row(`(${anyOld('NEW.')}) AND `)]),
  ]);
  const changed = to.map((column, at) => `NOT ${sameValue(typeAt(at), `NEW.${column}`, `OLD.${column}`)}`);
  add(target, 'BEFORE INSERT', '_fill', [
    `IF ${isPreset('NEW.', to)} AND NOT EXISTS (SELECT 1 FROM ${target} WHERE ${toKey} = NEW.${toKey}) AND EXISTS (SELECT 1 FROM ${sql} WHERE ${key} = NEW.${toKey}) THEN SET ${to.map((column, at) => `NEW.${column} = (SELECT ${from[at] ?? ''} FROM ${sql} WHERE ${key} = NEW.${toKey})`).join(', ')}; END IF`,
  ]); // prettier-ignore
  add(target, 'AFTER INSERT', '_back_insert', [
    `UPDATE ${sql} SET ${sets(from, to.map((column) => `NEW.${column}`))} WHERE ${key} = NEW.${toKey}`,
  ]); // prettier-ignore
  add(target, 'AFTER UPDATE', '_back', [
    `IF ${changed.join(' OR ')} THEN UPDATE ${sql} SET ${sets(from, from.map((column, at) => `IF(${changed[at] ?? 'TRUE'}, NEW.${to[at] ?? ''}, ${column})`))} WHERE ${key} = NEW.${toKey}; END IF`,
  ]); // prettier-ignore
  const nullable = facts.columns.filter((one) => one.column.nullable).map((one) => quote(one.column.name, facts.dialect)); // prettier-ignore
  // Where the other table has rows of its own, an old version may delete one, and its values stay where it put them.
  if (facts.creates !== null && nullable.length > 0)
    add(target, 'AFTER DELETE', '_delete', [
      `UPDATE ${sql} SET ${nullable.map((column) => `${column} = NULL`).join(', ')} WHERE ${key} = OLD.${toKey}`,
    ]);
  return { create: made.map((one) => one.create), drop: made.map((one) => one.drop) };
}
