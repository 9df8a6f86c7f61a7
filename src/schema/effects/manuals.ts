import type { Dialect } from '../../model/dialect';
import type { SchemaChange } from '../../model/schema-change';

/** Sections of the MySQL manual other than "Online DDL Operations", with their numbers in 5.7 and in 8.0 and 8.4. */
const mysqlSections = {
  'ALTER TABLE Statement': ['13.1.8', '15.1.9'],
  'CREATE TABLE Statement': ['13.1.18', '15.1.20'],
  'TRUNCATE TABLE Statement': ['13.1.34', '15.1.37'],
  'LOCK TABLES and UNLOCK TABLES Statements': ['13.3.5', '15.3.6'],
  'Metadata Locking': ['8.11.4', '10.11.4'],
  'Locks Set by Different SQL Statements in InnoDB': ['14.7.3', '17.7.3'],
} as const;
type MysqlSection = keyof typeof mysqlSections;

/**
 * A row of the tables of "Online DDL Operations" in the MySQL manual, for an operation:
 * dev.mysql.com/doc/refman/5.7, 8.0, 8.4 and 9.5/en/innodb-online-ddl-operations.html were read for the model.
 */
export function mysqlOnlineDdl(version: number, row: string): string {
  return `${mysqlManual(version)}, ${version < 8 ? '14.13.1' : '17.12.1'} Online DDL Operations, ${row}`;
}

/** The place in the manuals of MySQL and MariaDB for a change that their tables of online DDL do not list. */
export function innodbSource(
  dialect: Extract<Dialect, 'mysql' | 'mariadb'>,
  version: number,
  change: SchemaChange,
): string {
  if (dialect === 'mariadb') return `MariaDB ${String(version)} documentation, ${mariadbPage(change)}`;
  const section = mysqlSection(change);
  const [old, current] = mysqlSections[section];
  // Version 9 numbers its statements anew.
  const number = version < 8 ? `${old} ` : version < 9 ? `${current} ` : '';
  return `${mysqlManual(version)}, ${number}${section}`;
}

/** The manual of each release series: 5.7, 8.0, 8.4 and 9.x. */
function mysqlManual(version: number): string {
  const series = version >= 9 ? String(version) : version >= 8.4 ? '8.4' : version >= 8 ? '8.0' : '5.7';
  return `MySQL ${series} Reference Manual`;
}

function mysqlSection({ kind }: SchemaChange): MysqlSection {
  switch (kind) {
    case 'insert':
    case 'update':
    case 'delete':
      return 'Locks Set by Different SQL Statements in InnoDB';
    case 'truncate-table':
      return 'TRUNCATE TABLE Statement';
    case 'lock-table':
      return 'LOCK TABLES and UNLOCK TABLES Statements';
    case 'create-table':
      return 'CREATE TABLE Statement';
    case 'drop-table':
    case 'create-object':
    case 'drop-object':
      return 'Metadata Locking';
    default:
      return 'ALTER TABLE Statement';
  }
}

function mariadbPage({ kind }: SchemaChange): string {
  switch (kind) {
    case 'insert':
    case 'update':
    case 'delete':
      return 'InnoDB Lock Modes';
    case 'truncate-table':
      return 'TRUNCATE TABLE';
    case 'lock-table':
      return 'LOCK TABLES';
    case 'create-table':
    case 'drop-table':
    case 'create-object':
    case 'drop-object':
      return 'Metadata Locking';
    case 'change-table-setting':
      return 'Partitioning Overview, and InnoDB Online DDL Overview';
    default:
      return 'InnoDB Online DDL Overview';
  }
}

/** The page of the command in the Postgres manual of that version, which says what the command locks and rewrites. */
export function postgresSource(version: number, change: SchemaChange): string {
  return `PostgreSQL ${String(Math.trunc(version))} documentation, 13.3 Explicit Locking and ${postgresCommand(change)}`;
}

function postgresCommand(change: SchemaChange): string {
  switch (change.kind) {
    case 'create-index':
    case 'drop-index':
    case 'create-table':
    case 'drop-table':
    case 'drop-type':
    case 'reindex':
    case 'insert':
    case 'update':
    case 'delete':
    case 'refresh-materialized-view':
      return wordsOf(change.kind);
    case 'truncate-table':
      return 'TRUNCATE';
    case 'lock-table':
      return 'LOCK';
    case 'rename-index':
    case 'attach-index':
      return 'ALTER INDEX';
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'rename-type':
      return 'ALTER TYPE';
    case 'alter-domain':
      return 'ALTER DOMAIN';
    case 'create-object':
      return `CREATE ${wordsOf(change.object)}`;
    case 'drop-object':
      return `DROP ${wordsOf(change.object)}`;
    case 'rename-object':
    case 'alter-object':
      return `ALTER ${wordsOf(change.object)}`;
    case 'other':
      return change.what;
    default:
      return 'ALTER TABLE';
  }
}

function wordsOf(object: string): string {
  return object.replaceAll('-', ' ').toUpperCase();
}
