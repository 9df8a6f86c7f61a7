import type { Dialect } from '../model/dialect';
import type { FrameworkName } from '../model/migration';
import type { Frame, MigrationFile } from './frameworks/framework';

/** A migration in code that only sends SQL. */
export interface CodeToWrite {
  readonly framework: FrameworkName;
  readonly dialect: Dialect;
  readonly file: MigrationFile;
  readonly statements: readonly string[];
  readonly frame: Frame;
  /** The way back, in the same manner; left out or empty: there is none. */
  readonly down?: readonly string[];
  /** What is said of it at the top, line by line. */
  readonly comments?: readonly string[];
  /** Another migration of the same folder: its module style is taken over. */
  readonly like: string;
  /** The runner opens one transaction around all pending migrations, which none of them can leave. */
  readonly sharesTransaction: boolean;
}

/**
 * The text of a new migration for a library that runs code; null where the library has no way to run it in the frame
 * that is asked for, or its manner is not known. Statements between BEGIN and COMMIT stay together.
 */
export function writtenCode(code: CodeToWrite): string | null {
  const text = writers[code.framework]?.(code, styleOf(code)) ?? null;
  if (text === null) return null;
  const comments = (code.comments ?? []).map((line) => `// ${line}`.trimEnd());
  return comments.length === 0 ? text : `${comments.join('\n')}\n${text}`;
}

/** What a writer makes calls of: BEGIN … COMMIT, as one text, goes to the server at once. */
function sent(statements: readonly string[]): readonly string[] {
  const first = statements[0] ?? '';
  const begins = /^\s*BEGIN\b/i.test(first) && /^\s*COMMIT\s*;?\s*$/i.test(statements.at(-1) ?? '');
  return begins ? [statements.map((one) => one.replace(/;?\s*$/, ';')).join('\n')] : statements;
}

interface Style {
  readonly typed: boolean;
  /** `import` and `export`, not `require` and `module.exports`. */
  readonly isModule: boolean;
  readonly quote: '"' | "'";
  readonly end: ';' | '';
}

type Writer = (code: CodeToWrite, style: Style) => string | null;

function styleOf({ file, like }: CodeToWrite): Style {
  const typed = /\.[cm]?ts$/.test(file.file);
  return {
    typed,
    isModule: typed || /^\s*(?:import|export)\b/m.test(like),
    quote: (like.match(/'/g) ?? []).length > (like.match(/"/g) ?? []).length ? "'" : '"',
    end: /;\s*$/m.test(like) || like === '' ? ';' : '',
  };
}

const writers: Partial<Record<FrameworkName, Writer>> = {
  typeorm({ file, statements, down = [], frame, sharesTransaction }, { typed, isModule, quote, end }) {
    if (!isModule || (frame === 'no-transaction' && sharesTransaction)) return null;
    const runner = typed ? 'queryRunner: QueryRunner' : 'queryRunner';
    const calls = (list: readonly string[]): readonly string[] =>
      sent(list).map((sql) => `    await queryRunner.query(${literal(sql)})${end}`);
    const promise = typed ? ': Promise<void>' : '';
    return lines([
      ...(typed ? [`import { MigrationInterface, QueryRunner } from ${quote}typeorm${quote}${end}`, ''] : []),
      `export class ${file.version ?? file.id}${typed ? ' implements MigrationInterface' : ''} {`,
      ...(frame === 'no-transaction' ? [`  transaction = false${end}`, ''] : []),
      `  async up(${runner})${promise} {`,
      ...calls(statements),
      '  }',
      '',
      ...(down.length === 0
        ? [`  async down()${promise} {}`]
        : [`  async down(${runner})${promise} {`, ...calls(down), '  }']),
      '}',
    ]);
  },

  knex({ statements, down = [], frame, dialect }, { typed, isModule, quote, end }) {
    // Knex takes a question mark for a place of a value, whatever stands around it.
    const marked = (sql: string): string => (dialect === 'postgres' ? sql.replaceAll('?', '\\?') : sql);
    const calls = (list: readonly string[]): readonly string[] =>
      sent(list).map((sql) => `  await knex.raw(${literal(marked(sql))})${end}`);
    const body = calls(statements);
    const config = `config = { transaction: false }${end}`;
    const outside = frame === 'no-transaction';
    if (!isModule)
      return lines([
        ...(outside ? [`exports.${config}`, ''] : []),
        'exports.up = async function (knex) {',
        ...body,
        `}${end}`,
        '',
        ...(down.length === 0
          ? [`exports.down = async function () {}${end}`]
          : ['exports.down = async function (knex) {', ...calls(down), `}${end}`]),
      ]);
    const promise = typed ? ': Promise<void>' : '';
    return lines([
      ...(typed ? [`import type { Knex } from ${quote}knex${quote}${end}`, ''] : []),
      ...(outside ? [`export const ${config}`, ''] : []),
      `export async function up(knex${typed ? ': Knex' : ''})${promise} {`,
      ...body,
      '}',
      '',
      ...(down.length === 0
        ? [`export async function down()${promise} {}`]
        : [`export async function down(knex${typed ? ': Knex' : ''})${promise} {`, ...calls(down), '}']),
    ]);
  },

  sequelize({ statements, down = [], frame, like }, { typed, isModule, quote, end }) {
    const calls = (list: readonly string[]): readonly string[] =>
      sequelizeCalls(list, frame, 'queryInterface', end);
    if (/module\.exports\s*=\s*\{|export\s+default\s*\{/.test(like)) {
      const exported = /module\.exports\s*=/.test(like) ? 'module.exports =' : 'export default';
      return lines([
        `${exported} {`,
        '  async up(queryInterface) {',
        ...calls(statements).map((line) => `  ${line}`),
        '  },',
        '',
        ...(down.length === 0
          ? ['  async down() {},']
          : ['  async down(queryInterface) {', ...calls(down).map((line) => `  ${line}`), '  },']),
        `}${end}`,
      ]);
    }
    // Umzug hands its own arguments to migrations; only where they are called by name, they are known.
    if (!isModule || !/\(\s*\{\s*context\s*:\s*queryInterface\s*\}/.test(like)) return null;
    const type = typed ? ': { context: QueryInterface }' : '';
    const given = `{ context: queryInterface }${type}`;
    const promise = typed ? ': Promise<void>' : '';
    return lines([
      ...(typed ? [`import type { QueryInterface } from ${quote}sequelize${quote}${end}`, ''] : []),
      `export async function up(${given})${promise} {`,
      ...calls(statements),
      '}',
      '',
      ...(down.length === 0
        ? [`export async function down()${promise} {}`]
        : [`export async function down(${given})${promise} {`, ...calls(down), '}']),
    ]);
  },

  kysely({ statements, down = [], frame }, { typed, isModule, quote, end }) {
    // The migrator of Kysely wraps every migration on Postgres.
    if (frame === 'no-transaction' || !isModule) return null;
    const database = `db${typed ? ': Kysely<unknown>' : ''}`;
    const calls = (list: readonly string[]): readonly string[] =>
      sent(list).map((sql) => `  await sql${literal(sql)}.execute(db)${end}`);
    const promise = typed ? ': Promise<void>' : '';
    return lines([
      `import { ${typed ? 'type Kysely, ' : ''}sql } from ${quote}kysely${quote}${end}`,
      '',
      `export async function up(${database})${promise} {`,
      ...calls(statements),
      '}',
      '',
      ...(down.length === 0
        ? [`export async function down()${promise} {}`]
        : [`export async function down(${database})${promise} {`, ...calls(down), '}']),
    ]);
  },

  'node-pg-migrate'({ statements, down = [], frame }, { typed, isModule, quote, end }) {
    const calls = (list: readonly string[]): readonly string[] => [
      ...(frame === 'no-transaction' ? [`  pgm.noTransaction()${end}`] : []),
      ...sent(list).map((sql) => `  pgm.sql(${literal(sql)})${end}`),
    ];
    const body = calls(statements);
    if (!isModule)
      return lines([
        'exports.up = (pgm) => {',
        ...body,
        `}${end}`,
        '',
        ...(down.length === 0
          ? [`exports.down = () => {}${end}`]
          : ['exports.down = (pgm) => {', ...calls(down), `}${end}`]),
      ]);
    const builder = typed ? 'pgm: MigrationBuilder' : 'pgm';
    const promise = typed ? ': Promise<void>' : '';
    return lines([
      ...(typed ? [`import type { MigrationBuilder } from ${quote}node-pg-migrate${quote}${end}`, ''] : []),
      `export async function up(${builder})${promise} {`,
      ...body,
      '}',
      '',
      ...(down.length === 0
        ? [`export async function down()${promise} {}`]
        : [`export async function down(${builder})${promise} {`, ...calls(down), '}']),
    ]);
  },

  'mikro-orm'({ file, statements, down = [], frame, sharesTransaction }, { typed, isModule, quote, end }) {
    if (!isModule || (frame === 'no-transaction' && sharesTransaction)) return null;
    const override = typed ? 'override ' : '';
    return lines([
      `import { Migration } from ${quote}@mikro-orm/migrations${quote}${end}`,
      '',
      `export class ${className(file.id)} extends Migration {`,
      ...(frame === 'no-transaction'
        ? [`  ${override}isTransactional()${typed ? ': boolean' : ''} {`, `    return false${end}`, '  }', '']
        : []),
      `  ${override}async up()${typed ? ': Promise<void>' : ''} {`,
      ...sent(statements).map((sql) => `    this.addSql(${literal(sql)})${end}`),
      '  }',
      ...(down.length === 0
        ? []
        : [
            '',
            `  ${override}async down()${typed ? ': Promise<void>' : ''} {`,
            ...sent(down).map((sql) => `    this.addSql(${literal(sql)})${end}`),
            '  }',
          ]),
      '}',
    ]);
  },
};

/**
 * Sequelize takes a connection from its pool for each query: what belongs together is sent within a transaction of
 * its own, which keeps one connection.
 */
function sequelizeCalls(
  statements: readonly string[],
  frame: Frame,
  runner: string,
  end: ';' | '',
): readonly string[] {
  const bare = statements.filter((sql) => !/^\s*(?:BEGIN|COMMIT)\s*;?\s*$/i.test(sql));
  if (frame === 'no-transaction' || bare.length < 2)
    return bare.map((sql) => `  await ${runner}.sequelize.query(${literal(sql)})${end}`);
  return [
    `  await ${runner}.sequelize.transaction(async (transaction) => {`,
    ...bare.map((sql) => `    await ${runner}.sequelize.query(${literal(sql)}, { transaction })${end}`),
    `  })${end}`,
  ];
}

/** The statement as a template literal, without the terminator that no library wants. */
function literal(sql: string): string {
  const bare = sql.trim().replace(/;$/, '');
  return `\`${bare.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}

function className(id: string): string {
  return id.replace(/[^A-Za-z0-9_$]/g, '_');
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
