import type { Dialect } from '../model/dialect';

/** What is known of a statement that has begun and not ended yet. */
export interface OpenStatement {
  /** The first unquoted words in capital letters, up to ten. */
  readonly head: readonly string[];
  readonly parentheses: number;
  /** Its BEGIN … END body has been closed. */
  readonly bodyClosed: boolean;
}

const ddl =
  /(?:CREATE\s+(?:OR\s+REPLACE|TABLE|TEMP|TEMPORARY|UNLOGGED|UNIQUE|FULLTEXT|SPATIAL|INDEX|TYPE|VIEW|MATERIALIZED|FUNCTION|PROCEDURE|TRIGGER|CONSTRAINT\s+TRIGGER|SEQUENCE|SCHEMA|DATABASE|EXTENSION|POLICY|DOMAIN|EVENT|DEFINER|VIRTUAL|FOREIGN|ROLE|USER|PUBLICATION|STATISTICS|RULE|AGGREGATE|CAST|COLLATION|OPERATOR)|ALTER\s+TABLE|DROP\s+TABLE)\b/iy;
const dropIndex = /DROP\s+INDEX\b/iy;
const alterOther =
  /ALTER\s+(?:TYPE|INDEX|SEQUENCE|VIEW|MATERIALIZED|SCHEMA|DATABASE|FUNCTION|PROCEDURE|TRIGGER|EXTENSION|POLICY|ROLE|USER|DOMAIN|DEFAULT\s+PRIVILEGES|PUBLICATION|FOREIGN\s+TABLE|EVENT)\s+(?!(?:SET|DROP|TYPE|ADD|RESTART|RENAME)\b)[\w"`[]/iy;
const dropOther =
  /DROP\s+(?:VIEW|MATERIALIZED|TYPE|SCHEMA|DATABASE|FUNCTION|PROCEDURE|TRIGGER|EXTENSION|SEQUENCE|POLICY|DOMAIN|EVENT|ROLE|USER|RULE)\s+(?!(?:CASCADE|RESTRICT)\b)[\w"`[]/iy;
const dml =
  /(?:INSERT\s+(?:OR\s+\w+\s+|IGNORE\s+)?INTO\b|DELETE\s+FROM\b|REPLACE\s+INTO\b|MERGE\s+INTO\b|TRUNCATE\s+(?!(?:PARTITION|ON|OR)\b)[\w"`[]|UPDATE\s+(?:ONLY\s+)?[\w.$"`[\]]+\s+(?:AS\s+\w+\s+)?SET\s|COMMENT\s+ON\b|DO\s+\$|(?:BEGIN|COMMIT|ROLLBACK)\s*;|START\s+TRANSACTION\b)/iy;
const grant = /(?:GRANT|REVOKE)\s+(?!OPTION\b)\w/iy;
const pragma = /PRAGMA\s+\w/iy;
const lockOrRename = /(?:LOCK\s+TABLES?|RENAME\s+TABLE)\b/iy;
const setting = /SET\s+(?:(?:LOCAL|SESSION|GLOBAL)\s+)?[\w.@]+\s*(?:=|TO\b)/iy;
const routineHeader = /CREATE\s+(?:OR\s+REPLACE\s+)?(?:TRIGGER|PROCEDURE|FUNCTION|EVENT|DEFINER)\b/iy;

/**
 * Whether the word at `at`, first on its line, begins a new statement although the one before it was not
 * terminated: the reader is looking at text that is being typed. Errs on the side of going on, because a
 * statement cut in two is worse than two that are read as one.
 */
export function beginsStatement(text: string, at: number, open: OpenStatement, dialect: Dialect): boolean {
  const [first = '', second = ''] = open.head;
  if (neverCut.has(first)) return false;
  if (isRoutine(open.head) && dialect !== 'postgres' && !open.bodyClosed)
    return matches(dialect === 'sqlite' ? ddl : routineHeader, text, at);
  const inSchema = first === 'CREATE' && second === 'SCHEMA';
  const isMysql = dialect === 'mysql' || dialect === 'mariadb';
  if (matches(ddl, text, at))
    return !(inSchema && startsWith(text, at, 'C')) && !(isMember(open.head) && startsWith(text, at, 'D'));
  if (open.parentheses > 0) return false;
  if (matches(dropIndex, text, at)) return !(isMysql && first === 'ALTER');
  if (matches(alterOther, text, at)) return !(isMysql && first === 'ALTER' && second === 'TABLE');
  if (matches(dropOther, text, at)) return !isMember(open.head);
  if (first === 'WITH' || isRule(open.head)) return false;
  if (matches(dml, text, at)) return true;
  if (matches(grant, text, at)) return !inSchema && !(first === 'ALTER' && second === 'DEFAULT');
  if (dialect === 'sqlite' && matches(pragma, text, at)) return true;
  if (isMysql && matches(lockOrRename, text, at)) return true;
  const takesNoSetting = second === 'TABLE' || second === 'INDEX' || second === 'UNIQUE';
  return takesNoSetting && matches(setting, text, at);
}

/** Statements that contain another one, or whose lists hold words that begin one elsewhere. */
const neverCut = new Set(['EXPLAIN', 'DESCRIBE', 'DESC', 'PREPARE', 'GRANT', 'REVOKE', 'DECLARE']);

/** Whether CREATE is followed by an object that may have a BEGIN … END body. */
export function isRoutine(head: readonly string[]): boolean {
  if (head[0] !== 'CREATE') return false;
  // AGGREGATE is an object of Postgres, and a word before FUNCTION in MariaDB.
  const object = head.find((word, i) => objectWords.has(word) && head[i + 1] !== 'FUNCTION');
  return object !== undefined && routineWords.has(object);
}

const routineWords = new Set(['TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT', 'PACKAGE']);
const objectWords = new Set([
  ...routineWords,
  'TABLE',
  'INDEX',
  'VIEW',
  'TYPE',
  'SCHEMA',
  'SEQUENCE',
  'EXTENSION',
  'POLICY',
  'RULE',
  'DOMAIN',
  'AGGREGATE',
]);

/** CREATE [OR REPLACE] RULE: its actions are statements in parentheses. */
export function isRule(head: readonly string[]): boolean {
  return head[0] === 'CREATE' && (head[1] === 'RULE' || head[3] === 'RULE');
}

/** ALTER PUBLICATION and ALTER EXTENSION: DROP TABLE takes a member away. */
function isMember(head: readonly string[]): boolean {
  return head[0] === 'ALTER' && (head[1] === 'PUBLICATION' || head[1] === 'EXTENSION');
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function startsWith(text: string, at: number, letter: string): boolean {
  return text.charAt(at).toUpperCase() === letter;
}

const lineOpener =
  /[\n\r](?:ALTER\s+TABLE|CREATE\s+(?:UNIQUE\s+)?(?:TABLE|INDEX|TYPE|VIEW|FUNCTION|TRIGGER)|CREATE\s+OR\s+REPLACE|DROP\s+(?:TABLE|INDEX)|INSERT\s+INTO|DELETE\s+FROM|COMMENT\s+ON)\b/i;

/** Whether a quoted piece looks as if it had swallowed statements: one begins in its first column. */
export function holdsStatement(quoted: string): boolean {
  return lineOpener.test(quoted);
}
