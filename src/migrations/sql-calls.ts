import type { Dialect } from '../model/dialect';
import type { FrameworkName } from '../model/migration';
import type { Frame } from './frameworks/framework';

/** How a migration in code sends SQL. */
export interface Sending {
  readonly framework: FrameworkName;
  readonly dialect: Dialect;
  readonly frame: Frame;
  /** The object that sends: `queryRunner`, `knex`, `pgm`, `db`. */
  readonly runner: string;
  readonly end: ';' | '';
  /** Further arguments of each call, with their comma: `, { transaction }`. */
  readonly options?: string;
}

/**
 * Lines of code without indentation that send the statements one after the other; null: the library's call is not
 * known. Statements between BEGIN and COMMIT stay together.
 */
export function sqlCalls(statements: readonly string[], sending: Sending): readonly string[] | null {
  const { framework, end } = sending;
  if (framework === 'sequelize' && sending.options === undefined) return sequelizeCalls(statements, sending);
  const send = sqlCall(sending);
  if (send === null) return null;
  const isAwaited = framework !== 'node-pg-migrate' && framework !== 'mikro-orm';
  return sentTogether(statements).map((sql) => `${isAwaited ? 'await ' : ''}${send(sql)}${end}`);
}

/** One call as an expression. */
export function sqlCall(sending: Sending): ((sql: string) => string) | null {
  const { runner, options = '' } = sending;
  switch (sending.framework) {
    case 'typeorm':
      return (sql) => `${runner}.query(${sqlLiteral(sql)}${options})`;
    case 'knex':
      return (sql) => `${runner}.raw(${sqlLiteral(markedForKnex(sql, sending.dialect))}${options})`;
    case 'sequelize':
      return (sql) => `${runner}.sequelize.query(${sqlLiteral(sql)}${options})`;
    case 'kysely':
      return (sql) => `sql${sqlLiteral(sql)}.execute(${runner})`;
    case 'mikro-orm':
      return (sql) => `this.addSql(${sqlLiteral(sql)})`;
    case 'node-pg-migrate':
      return (sql) => `${runner}.sql(${sqlLiteral(sql)}${options})`;
    default:
      return null;
  }
}

/** BEGIN … COMMIT go to the server as one text, so that one connection takes them. */
export function sentTogether(statements: readonly string[]): readonly string[] {
  const first = statements[0] ?? '';
  const begins = /^\s*BEGIN\b/i.test(first) && /^\s*COMMIT\s*;?\s*$/i.test(statements.at(-1) ?? '');
  return begins ? [statements.map((one) => one.replace(/;?\s*$/, ';')).join('\n')] : statements;
}

/**
 * Sequelize takes a connection from its pool for each query: what belongs together is sent within a transaction of
 * its own, which keeps one connection.
 */
function sequelizeCalls(statements: readonly string[], { frame, runner, end }: Sending): readonly string[] {
  const bare = statements.filter((sql) => !/^\s*(?:BEGIN|COMMIT)\s*;?\s*$/i.test(sql));
  if (frame === 'no-transaction' || bare.length < 2)
    return bare.map((sql) => `await ${runner}.sequelize.query(${sqlLiteral(sql)})${end}`);
  return [
    `await ${runner}.sequelize.transaction(async (transaction) => {`,
    ...bare.map((sql) => `  await ${runner}.sequelize.query(${sqlLiteral(sql)}, { transaction })${end}`),
    `})${end}`,
  ];
}

/** Knex takes a question mark for the place of a value, whatever stands around it. */
function markedForKnex(sql: string, dialect: Dialect): string {
  return dialect === 'postgres' ? sql.replaceAll('?', '\\?') : sql;
}

/** The statement as a template literal, without the terminator that no library wants. */
export function sqlLiteral(sql: string): string {
  const bare = sql.trim().replace(/;$/, '');
  return `\`${bare.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}
