import { movedSql, of, type Moved } from '../across/moved';
import type { ReplacementSql } from '../columns/sql';
import { limited } from '../names';
import { quote } from '../../../sql/identifiers';
import { batchesOf, fillInBatches } from './backfill';

/** The stages of columns that go to another table, as Postgres runs them. */
export function postgresAcross(facts: Moved): ReplacementSql {
  const { sql, target, options } = facts;
  const { key, toKey, from, to, anyOld } = movedSql(facts);
  const byTriggers = options.dualWrite === 'triggers';
  const triggers = byTriggers ? triggersOf(facts) : { create: [], drop: [] };
  const required = facts.columns.filter((one) => !one.column.nullable);
  const alter = (column: string, action: string): string =>
    `ALTER TABLE ${sql} ALTER COLUMN ${quote(column, 'postgres')} ${action}`;
  const same = `record_image_eq(ROW(${of(`${target}.`, to)}), ROW(${of(`${sql}.`, from)}))`;
  const there = `EXISTS (SELECT 1 FROM ${target} WHERE ${target}.${toKey} = ${sql}.${key}`;
  const wrong = facts.creates === null ? `${there} AND NOT ${same})` : `NOT ${there} AND ${same})`;
  const homeless = `(${anyOld(`${sql}.`)}) AND NOT ${there})`;
  const count = (condition: string): string => `SELECT count(*) FROM ${sql} WHERE ${condition}`;
  const batches = {
    key: [facts.key],
    table: sql,
    checkpoint: facts.own(facts.about, '_checkpoint'),
    set: '',
    needed: wrong,
    fill: (rows: string): string => filled(facts, rows),
    batchRows: options.batchRows,
    pauseMilliseconds: options.pauseMilliseconds,
  };
  return {
    expand: {
      statements: [
        ...(facts.creates === null ? addColumns(facts) : [facts.creates, ...guarded(facts)]),
        ...required.map((one) => alter(one.column.name, 'DROP NOT NULL')),
        ...triggers.create,
      ],
      rollback: [
        ...triggers.drop,
        ...required.map((one) => alter(one.column.name, 'SET NOT NULL')),
        ...(facts.creates === null
          ? to.map((column) => `ALTER TABLE ${target} DROP COLUMN ${column}`)
          : [`DROP TABLE ${target}`]),
      ],
    },
    unconvertible: facts.creates === null ? count(homeless) : null,
    altered: null,
    backfill: {
      statements: [fillInBatches(batches).trimEnd().replace(/;$/, '')],
      frame: 'no-transaction',
      batches: batchesOf(batches, facts.table),
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

/** Policies cannot be guessed: until they are written, only the owner reads the new table. */
function guarded(facts: Moved): readonly string[] {
  return facts.table.rowLevelSecurity ? [`ALTER TABLE ${facts.target} ENABLE ROW LEVEL SECURITY`] : [];
}

function addColumns(facts: Moved): readonly string[] {
  return facts.columns.flatMap(({ column, to }) => {
    const add = `ALTER TABLE ${facts.target} ADD COLUMN ${quote(to, 'postgres')} ${facts.typeOf(column)}`;
    return column.default === null
      ? [add]
      : [add, `ALTER TABLE ${facts.target} ALTER COLUMN ${quote(to, 'postgres')} SET DEFAULT ${column.default.text}`]; // prettier-ignore
  });
}

/** Rows are locked as they are read, so that a value a writer changes meanwhile is not written over. */
function filled(facts: Moved, rows: string): string {
  const { sql, target } = facts;
  const { key, toKey, from, to } = movedSql(facts);
  const read = `SELECT ${sql}.${key}, ${of(`${sql}.`, from)} FROM ${sql}\n          WHERE ${rows} FOR NO KEY UPDATE OF ${lastPart(sql)}`;
  if (facts.creates !== null)
    return `INSERT INTO ${target} (${[toKey, ...to].join(', ')})\n          ${read}\n          ON CONFLICT (${toKey}) DO UPDATE SET ${to.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`;
  return `UPDATE ${target} SET ${to.map((column, at) => `${column} = evolens_moved.value_${at + 1}`).join(', ')}
          FROM (${read}) AS evolens_moved (key_1, ${to.map((_, at) => `value_${at + 1}`).join(', ')}) WHERE ${target}.${toKey} = evolens_moved.key_1`;
}

function lastPart(sql: string): string {
  return /("(?:[^"]|"")*"|[^."]+)$/.exec(sql)?.[0] ?? sql;
}

/**
 * Triggers on both tables. Each writes the other only where the values differ, which ends the play between them. They
 * run with the rights of their owner, because roles of either version may know one of the tables only.
 */
function triggersOf(facts: Moved): { readonly create: readonly string[]; readonly drop: readonly string[] } {
  const { sql, target, about } = facts;
  const { key, toKey, from, to, anyOld, presets } = movedSql(facts);
  const same = (one: string, other: string): string => `record_image_eq(ROW(${one}), ROW(${other}))`;
  const sets = (columns: readonly string[], values: readonly string[]): string =>
    columns.map((column, at) => `${column} = ${values[at] ?? 'NULL'}`).join(', ');
  const insertRow = `INSERT INTO ${target} (${[toKey, ...to].join(', ')})
    SELECT ${[key, ...from].join(', ')} FROM ${sql} WHERE ${key} = NEW.${key}
    ON CONFLICT (${toKey}) DO NOTHING;`;
  const made: { create: string; drop: string }[] = [];
  const add = (
    on: string,
    when: string,
    tail: string,
    body: string,
    kind = 'TRIGGER',
    options = '',
  ): void => {
    const routine = facts.own(about, tail);
    const trigger = quote(limited(`zz_evolens_${facts.table.name}_${about}`, tail, 'postgres'), 'postgres');
    made.push(
      {
        create: `CREATE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $evolens$\n${body}\n$evolens$`,
        drop: `DROP FUNCTION ${routine}()`,
      },
      {
        create: `CREATE ${kind} ${trigger} ${when} ON ${on}${options}\n  FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
        drop: `DROP TRIGGER ${trigger} ON ${on}`,
      },
    );
  };
  const each = (row: string, columns: readonly string[], values: string): string =>
    columns.map((column, at) => `${row}${column} := ${values}${at + 1};`).join('\n    ');
  const variables = facts.columns
    .map((one, at) => `  evolens_was_${at + 1} ${one.column.type?.text ?? 'text'};`)
    .join('\n');
  const read = facts.columns.map((_, at) => `evolens_was_${at + 1}`).join(', ');
  if (facts.creates !== null)
    add(
      sql, 'AFTER INSERT', '_row',
      `BEGIN
  -- At the end of the transaction: a version that inserts both rows itself is not in its way.
  ${insertRow}
  RETURN NULL;
END`,
      'CONSTRAINT TRIGGER', ' DEFERRABLE INITIALLY DEFERRED',
    ); // prettier-ignore
  else
    add(
      sql, 'BEFORE INSERT', '_insert',
      `DECLARE
${variables}
BEGIN
  SELECT ${of('', to)} INTO ${read} FROM ${target} WHERE ${toKey} = NEW.${key};
  IF FOUND AND ${same(of('NEW.', from), presets.map((preset, at) => typed(facts, preset, at)).join(', '))} THEN
    ${each('NEW.', from, 'evolens_was_')}
  ELSIF FOUND THEN
    UPDATE ${target} SET ${sets(to, from.map((column) => `NEW.${column}`))} WHERE ${toKey} = NEW.${key};
  END IF;
  RETURN NEW;
END`,
    ); // prettier-ignore
  add(
    sql, 'AFTER UPDATE', '_update',
    `BEGIN
  UPDATE ${target} SET ${sets(to, from.map((column) => `NEW.${column}`))}
    WHERE ${toKey} = NEW.${key} AND NOT ${same(of('', to), of('NEW.', from))};${
      facts.creates === null
        ? ''
        : `
  IF NOT FOUND AND (${anyOld('NEW.')}) THEN
    ${insertRow}
  END IF;`
    }
  RETURN NULL;
END`,
  ); // prettier-ignore
  add(
    target, 'BEFORE INSERT', '_fill',
    `DECLARE
${variables}
BEGIN
  -- A row that leaves the values out gets those of the old column, unless it is only to replace a row that is there.
  IF ${same(of('NEW.', to), presets.map((preset, at) => typed(facts, preset, at)).join(', '))}
    AND NOT EXISTS (SELECT 1 FROM ${target} WHERE ${toKey} = NEW.${toKey}) THEN
    SELECT ${of('', from)} INTO ${read} FROM ${sql} WHERE ${key} = NEW.${toKey};
    IF FOUND THEN
    ${each('NEW.', to, 'evolens_was_')}
    END IF;
  END IF;
  RETURN NEW;
END`,
  ); // prettier-ignore
  const changed = (column: string, at: number): string =>
    `CASE WHEN TG_OP = 'UPDATE' AND ${same(`NEW.${to[at] ?? ''}`, `OLD.${to[at] ?? ''}`)} THEN ${column} ELSE NEW.${to[at] ?? ''} END`;
  add(
    target, 'AFTER INSERT OR UPDATE', '_back',
    `BEGIN
  IF TG_OP = 'INSERT' OR NOT ${same(of('NEW.', to), of('OLD.', to))} THEN
    UPDATE ${sql} SET ${sets(from, from.map(changed))}
      WHERE ${key} = NEW.${toKey} AND NOT ${same(of('', from), of('NEW.', to))};
  END IF;
  RETURN NULL;
END`,
  ); // prettier-ignore
  // Where the other table has rows of its own, an old version may delete one, and its values stay where it put them.
  if (facts.creates !== null)
  add(
    target, 'AFTER DELETE', '_delete',
    `BEGIN
  UPDATE ${sql} SET ${sets(from, from.map(() => 'NULL'))} WHERE ${key} = OLD.${toKey} AND (${anyOld('')});
  RETURN NULL;
END`,
  ); // prettier-ignore
  const drops = made.map((one) => one.drop);
  return {
    create: made.map((one) => one.create),
    drop: [
      ...drops.filter((one) => one.startsWith('DROP TRIGGER')),
      ...drops.filter((one) => one.startsWith('DROP FUNCTION')),
    ],
  };
}

function typed(facts: Moved, preset: string, at: number): string {
  return `(${preset})::${facts.columns[at]?.column.type?.text ?? 'text'}`;
}
