import type { RenamedColumn } from '../renamed-column';
import { implicitDefault } from './implicit-default';
import type { MysqlNames } from './column-names';
import { sameBytes } from './same-bytes';

/**
 * Triggers that keep the two columns in step. Each body is one SET, so no runner needs DELIMITER; its
 * assignments run one after the other.
 */
export function mysqlTriggers(facts: RenamedColumn, names: MysqlNames): readonly string[] {
  const { from, to, table } = names;
  const same = (one: string, other: string): string => sameBytes(facts, one, other);
  const preset = sharedDefault(facts) ?? 'NULL';
  // A column that a statement leaves out arrives with its default: whoever wrote another value wins.
  const fill = [
    `NEW.${to} = IF(${same(`NEW.${from}`, preset)}, NEW.${to}, NEW.${from})`,
    `NEW.${from} = IF(${same(`NEW.${from}`, preset)}, NEW.${to}, NEW.${from})`,
  ];
  return [
    `CREATE TRIGGER ${names.insertTrigger} BEFORE INSERT ON ${table} FOR EACH ROW\n  SET ${fill.join(',\n    ')}`,
    // Only the new column changed: it was written by the new version. Else the old one is the source of truth.
    `CREATE TRIGGER ${names.updateTrigger} BEFORE UPDATE ON ${table} FOR EACH ROW\n` +
      `  SET NEW.${from} = IF(${same(`NEW.${from}`, `OLD.${from}`)} AND NOT ${same(`NEW.${to}`, `OLD.${to}`)}, NEW.${to}, NEW.${from}),\n` +
      `    NEW.${to} = NEW.${from}`,
  ];
}

export function dropMysqlTriggers(names: MysqlNames): readonly string[] {
  return [`DROP TRIGGER ${names.insertTrigger}`, `DROP TRIGGER ${names.updateTrigger}`];
}

/**
 * The default both columns have while two versions write: the column's own, else for NOT NULL one that stands
 * in, so that a statement may leave either column out; null when neither is needed.
 */
export function sharedDefault(facts: RenamedColumn): string | null {
  return facts.column.default?.text ?? (facts.column.nullable ? null : implicitDefault(facts.column));
}

/** Whether the default only stands in, and must go again with contract. */
export function isBorrowed(facts: RenamedColumn): boolean {
  return facts.column.default === null && !facts.column.nullable;
}
