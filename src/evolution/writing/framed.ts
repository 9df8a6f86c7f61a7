import type { Dialect } from '../../model/dialect';
import type { TransactionMode } from '../../model/migration';
import { indented } from '../recipes/atomic';
import { literal } from '../recipes/names';
import type { DraftStage, Guard } from '../recipes/recipe';

/** Where the statements of a stage run. */
export interface Framing {
  readonly dialect: Dialect;
  /** What the runner does around them. */
  readonly mode: TransactionMode;
  /** How long a lock is waited for; 0: no limit is set. */
  readonly lockTimeoutMilliseconds: number;
}

type Statements = Pick<DraftStage, 'statements' | 'frame' | 'guard'>;

/**
 * The statements of a stage, without terminators, with all that makes them right where they run: the wait for a
 * lock limited, the guard first, and all or nothing where the database can.
 */
export function framed(stage: Statements, framing: Framing): readonly string[] {
  switch (framing.dialect) {
    case 'postgres':
      return postgres(stage, framing);
    case 'mysql':
    case 'mariadb':
      return mysql(stage, framing);
    case 'sqlite':
      return sqlite(stage, framing);
  }
}

function postgres(stage: Statements, { mode, lockTimeoutMilliseconds }: Framing): readonly string[] {
  const { guard, statements } = stage;
  if (stage.frame === 'no-transaction')
    return [...(guard === null ? [] : [asBlock([postgresGuard(guard)])]), ...statements];
  const wait =
    lockTimeoutMilliseconds === 0 ? [] : [`SET LOCAL lock_timeout = '${lockTimeoutMilliseconds}ms'`];
  const guarded = guard === null ? [] : [asBlock([postgresGuard(guard)])];
  const listed = [...wait, ...guarded, ...statements];
  if (listed.length < 2) return listed;
  switch (mode) {
    case 'wrapped':
    case 'single-query':
      return listed;
    case 'autocommit':
      return ['BEGIN', ...listed, 'COMMIT'];
    // A DO block is a single statement in every runner.
    case 'unknown':
      return [asBlock([...wait, ...(guard === null ? [] : [postgresGuard(guard)]), ...statements])];
  }
}

/** MESSAGE takes the text as it is; the format string of RAISE would read % in a name. */
function postgresGuard({ count, message }: Guard): string {
  return `IF (${count}) > 0 THEN\n  RAISE EXCEPTION USING MESSAGE = ${literal(message, 'postgres')};\nEND IF`;
}

function asBlock(statements: readonly string[]): string {
  const body = statements.map((statement) => `${statement};`).join('\n');
  let tag = '$evolens$';
  for (let turn = 1; body.includes(tag); turn++) tag = `$evolens_${turn}$`;
  return `DO ${tag}\nBEGIN\n${indentedCode(body)}\nEND\n${tag}`;
}

/** Bodies of functions stay as they are: white space in a string is content. */
function indentedCode(body: string): string {
  return /\$\w*\$|'[^']*\n/.test(body) ? body : indented(body);
}

function mysql(stage: Statements, { dialect, lockTimeoutMilliseconds }: Framing): readonly string[] {
  const guard = stage.guard === null ? [] : tableGuard(stage.guard, dialect);
  if (lockTimeoutMilliseconds === 0 || stage.frame === 'no-transaction')
    return [...guard, ...stage.statements];
  // The session may be used again by the runner: it gets back what the server says.
  return [
    `SET SESSION lock_wait_timeout = ${Math.max(1, Math.ceil(lockTimeoutMilliseconds / 1000))}`,
    ...guard,
    ...stage.statements,
    'SET SESSION lock_wait_timeout = DEFAULT',
  ];
}

function sqlite(stage: Statements, { dialect, mode }: Framing): readonly string[] {
  const guard = stage.guard === null ? [] : tableGuard(stage.guard, dialect);
  const listed = [...guard, ...stage.statements];
  const begins = stage.frame === 'transaction' && mode === 'autocommit' && listed.length > 1;
  return begins ? ['BEGIN IMMEDIATE', ...listed, 'COMMIT'] : listed;
}

/** Outside a procedure only a CHECK raises. The message is the name of its constraint's table and its comment. */
function tableGuard({ count, message }: Guard, dialect: Dialect): readonly string[] {
  const temporary = dialect === 'sqlite' ? 'TEMP TABLE' : 'TEMPORARY TABLE';
  const comment = dialect === 'sqlite' ? '' : ` COMMENT ${literal(message.slice(0, 1000), dialect)}`;
  return [
    `CREATE ${temporary} evolens_guard (in_the_way INT NOT NULL CHECK (in_the_way = 0))${comment}`,
    ...(dialect === 'sqlite'
      ? [`INSERT INTO evolens_guard ${count}`]
      : // INSERT … SELECT would lock every row that it reads until the last; a plain SELECT locks none.
        [
          `SELECT (${count}) INTO @evolens_in_the_way`,
          'INSERT INTO evolens_guard VALUES (@evolens_in_the_way)',
        ]),
    dialect === 'sqlite' ? 'DROP TABLE evolens_guard' : 'DROP TEMPORARY TABLE evolens_guard',
  ];
}
