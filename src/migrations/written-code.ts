import type { FrameworkName } from '../model/migration';
import type { Frame, MigrationFile } from './frameworks/framework';

/** A migration in code that only sends SQL. */
export interface CodeToWrite {
  readonly framework: FrameworkName;
  readonly file: MigrationFile;
  readonly statements: readonly string[];
  readonly frame: Frame;
  /** Another migration of the same folder: its module style is taken over. */
  readonly like: string;
  /** The runner opens one transaction around all pending migrations, which none of them can leave. */
  readonly sharesTransaction: boolean;
}

/**
 * The text of a new migration for a library that runs code, with an empty way back; null where the library has no
 * way to run it in the frame that is asked for, or its manner is not known.
 */
export function writtenCode(code: CodeToWrite): string | null {
  return writers[code.framework]?.(code, styleOf(code)) ?? null;
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
  typeorm({ file, statements, frame, sharesTransaction }, { typed, isModule, quote, end }) {
    if (!isModule || (frame === 'no-transaction' && sharesTransaction)) return null;
    const runner = typed ? 'queryRunner: QueryRunner' : 'queryRunner';
    const promise = typed ? ': Promise<void>' : '';
    return lines([
      ...(typed ? [`import { MigrationInterface, QueryRunner } from ${quote}typeorm${quote}${end}`, ''] : []),
      `export class ${file.version ?? file.id}${typed ? ' implements MigrationInterface' : ''} {`,
      ...(frame === 'no-transaction' ? [`  transaction = false${end}`, ''] : []),
      `  async up(${runner})${promise} {`,
      ...statements.map((sql) => `    await queryRunner.query(${literal(sql)})${end}`),
      '  }',
      '',
      `  async down()${promise} {}`,
      '}',
    ]);
  },

  knex({ statements, frame }, { typed, isModule, quote, end }) {
    const body = statements.map((sql) => `  await knex.raw(${literal(sql)})${end}`);
    const config = `config = { transaction: false }${end}`;
    const outside = frame === 'no-transaction';
    if (!isModule)
      return lines([
        ...(outside ? [`exports.${config}`, ''] : []),
        'exports.up = async function (knex) {',
        ...body,
        `}${end}`,
        '',
        `exports.down = async function () {}${end}`,
      ]);
    const promise = typed ? ': Promise<void>' : '';
    return lines([
      ...(typed ? [`import type { Knex } from ${quote}knex${quote}${end}`, ''] : []),
      ...(outside ? [`export const ${config}`, ''] : []),
      `export async function up(knex${typed ? ': Knex' : ''})${promise} {`,
      ...body,
      '}',
      '',
      `export async function down()${promise} {}`,
    ]);
  },

  sequelize({ statements, like }, { end }) {
    // Umzug hands its own arguments to migrations; only the form of the command line is known to fit.
    if (!/module\.exports\s*=\s*\{|export\s+default\s*\{/.test(like)) return null;
    const exported = /module\.exports\s*=/.test(like) ? 'module.exports =' : 'export default';
    return lines([
      `${exported} {`,
      '  async up(queryInterface) {',
      ...statements.map((sql) => `    await queryInterface.sequelize.query(${literal(sql)})${end}`),
      '  },',
      '',
      '  async down() {},',
      `}${end}`,
    ]);
  },

  kysely({ statements, frame }, { typed, isModule, quote, end }) {
    // The migrator of Kysely wraps every migration on Postgres.
    if (frame === 'no-transaction' || !isModule) return null;
    const promise = typed ? ': Promise<void>' : '';
    return lines([
      `import { ${typed ? 'type Kysely, ' : ''}sql } from ${quote}kysely${quote}${end}`,
      '',
      `export async function up(db${typed ? ': Kysely<unknown>' : ''})${promise} {`,
      ...statements.map((sql) => `  await sql${literal(sql)}.execute(db)${end}`),
      '}',
      '',
      `export async function down()${promise} {}`,
    ]);
  },

  'node-pg-migrate'({ statements, frame }, { typed, isModule, quote, end }) {
    const body = [
      ...(frame === 'no-transaction' ? [`  pgm.noTransaction()${end}`] : []),
      ...statements.map((sql) => `  pgm.sql(${literal(sql)})${end}`),
    ];
    if (!isModule)
      return lines(['exports.up = (pgm) => {', ...body, `}${end}`, '', `exports.down = () => {}${end}`]);
    const builder = typed ? 'pgm: MigrationBuilder' : 'pgm';
    const promise = typed ? ': Promise<void>' : '';
    return lines([
      ...(typed ? [`import type { MigrationBuilder } from ${quote}node-pg-migrate${quote}${end}`, ''] : []),
      `export async function up(${builder})${promise} {`,
      ...body,
      '}',
      '',
      `export async function down()${promise} {}`,
    ]);
  },

  'mikro-orm'({ file, statements, frame, sharesTransaction }, { typed, isModule, quote, end }) {
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
      ...statements.map((sql) => `    this.addSql(${literal(sql)})${end}`),
      '  }',
      '}',
    ]);
  },
};

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
