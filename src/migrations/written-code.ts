import type { Dialect } from '../model/dialect';
import type { FrameworkName } from '../model/migration';
import type { Frame, MigrationFile } from './frameworks/framework';
import { sqlCalls } from './sql-calls';

/** A migration in code that only sends SQL. */
export interface CodeToWrite {
  readonly framework: FrameworkName;
  readonly dialect: Dialect;
  readonly file: MigrationFile;
  readonly statements: readonly string[];
  readonly frame: Frame;
  /** The way back, in the same manner; left out or empty: there is none. */
  readonly down?: readonly string[];
  /** There is no way back: it stops with this message. */
  readonly noWayBack?: string;
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
  // SQL in template literals has quotes of its own.
  const code = like.replace(/`(?:[^`\\]|\\[^])*`/g, '``');
  return {
    typed,
    isModule: typed || /^\s*(?:import|export)\b/m.test(like),
    quote: (code.match(/'/g) ?? []).length > (code.match(/"/g) ?? []).length ? "'" : '"',
    end: /;\s*$/m.test(like) || like === '' ? ';' : '',
  };
}

const writers: Partial<Record<FrameworkName, Writer>> = {
  typeorm(code, style) {
    const { file, frame } = code;
    const { typed, isModule, quote, end } = style;
    if (!isModule || (frame === 'no-transaction' && code.sharesTransaction)) return null;
    const name = file.version ?? file.id;
    const isPublic = typed && /^\s*public\s+async\s+up\b/m.test(code.like);
    const isNamed = /^\s*(?:public\s+)?name\s*=/m.test(code.like);
    return lines([
      ...(typed ? [`import { MigrationInterface, QueryRunner } from ${quote}typeorm${quote}${end}`, ''] : []),
      `export class ${name}${typed ? ' implements MigrationInterface' : ''} {`,
      ...(isNamed ? [`  name = ${quote}${name}${quote}${end}`, ''] : []),
      ...(frame === 'no-transaction' ? [`  transaction = false${end}`, ''] : []),
      ...methods(
        code,
        style,
        'queryRunner',
        typed ? 'queryRunner: QueryRunner' : 'queryRunner',
        isPublic ? 'public ' : '',
      ),
      '}',
    ]);
  },

  knex(code, style) {
    const { typed, isModule, quote, end } = style;
    const config = `config = { transaction: false }${end}`;
    const exported = isModule ? `export const ${config}` : `exports.${config}`;
    return lines([
      ...(typed ? [`import type { Knex } from ${quote}knex${quote}${end}`, ''] : []),
      ...(code.frame === 'no-transaction' ? [exported, ''] : []),
      ...functions(code, style, 'knex', typed ? 'knex: Knex' : 'knex'),
    ]);
  },

  sequelize(code, style) {
    const { typed, isModule, quote, end } = style;
    if (/module\.exports\s*=\s*\{|export\s+default\s*\{/.test(code.like)) {
      const exported = /module\.exports\s*=/.test(code.like) ? 'module.exports =' : 'export default';
      const body = methods(code, { ...style, typed: false }, 'queryInterface', 'queryInterface');
      return lines([
        `${exported} {`,
        ...body.map((line) => line.replace(/^( {2}(?:\}|.*\{\}))$/, '$1,')),
        `}${end}`,
      ]);
    }
    // Umzug hands its own arguments to migrations; only where they are called by name, they are known.
    if (!isModule || !/\(\s*\{\s*context\s*:\s*queryInterface\s*\}/.test(code.like)) return null;
    const given = `{ context: queryInterface }${typed ? ': { context: QueryInterface }' : ''}`;
    return lines([
      ...(typed ? [`import type { QueryInterface } from ${quote}sequelize${quote}${end}`, ''] : []),
      ...functions(code, style, 'queryInterface', given),
    ]);
  },

  kysely(code, style) {
    const { typed, isModule, quote, end } = style;
    // The migrator of Kysely wraps every migration on Postgres.
    if (code.frame === 'no-transaction' || !isModule) return null;
    return lines([
      `import { ${typed ? 'type Kysely, ' : ''}sql } from ${quote}kysely${quote}${end}`,
      '',
      ...functions(code, style, 'db', typed ? 'db: Kysely<unknown>' : 'db'),
    ]);
  },

  'node-pg-migrate'(code, style) {
    const { typed, quote, end } = style;
    const outside = code.frame === 'no-transaction' ? [`  pgm.noTransaction()${end}`] : [];
    return lines([
      ...(typed ? [`import type { MigrationBuilder } from ${quote}node-pg-migrate${quote}${end}`, ''] : []),
      ...functions(code, style, 'pgm', typed ? 'pgm: MigrationBuilder' : 'pgm', outside),
    ]);
  },

  'mikro-orm'(code, style) {
    const { typed, isModule, quote, end } = style;
    const outside = code.frame === 'no-transaction';
    if (!isModule || (outside && code.sharesTransaction)) return null;
    const override = typed ? 'override ' : '';
    const returning = typed ? ': boolean' : '';
    const leaving = [`  ${override}isTransactional()${returning} {`, `    return false${end}`, '  }', ''];
    return lines([
      `import { Migration } from ${quote}@mikro-orm/migrations${quote}${end}`,
      '',
      `export class ${className(code.file.id)} extends Migration {`,
      ...(outside ? leaving : []),
      ...methods(code, style, 'this', '', override),
      '}',
    ]);
  },
};

/** `up` and `down` of a class or an object; a way back that is empty is written as such. */
function methods(
  code: CodeToWrite,
  style: Style,
  runner: string,
  parameter: string,
  before = '',
): readonly string[] {
  const promise = style.typed ? ': Promise<void>' : '';
  const body = (statements: readonly string[]): readonly string[] =>
    calls(statements, code, style, runner).map((line) => `    ${line}`);
  const { statements, down = [] } = code;
  return [
    `  ${before}async up(${parameter})${promise} {`,
    ...body(statements),
    '  }',
    '',
    ...(code.noWayBack !== undefined
      ? [`  ${before}async down()${promise} {`, `    ${thrown(code.noWayBack, style)}`, '  }']
      : down.length === 0
        ? [`  ${before}async down()${promise} {}`]
        : [`  ${before}async down(${parameter})${promise} {`, ...body(down), '  }']),
  ];
}

/** `up` and `down` of a module, in its own style. `first` stands at the beginning of both. */
function functions(
  code: CodeToWrite,
  style: Style,
  runner: string,
  parameter: string,
  first: readonly string[] = [],
): readonly string[] {
  const { isModule, end } = style;
  const promise = style.typed ? ': Promise<void>' : '';
  const written = (name: string, statements: readonly string[]): readonly string[] => {
    const given = statements.length === 0 ? '' : parameter;
    const opening = isModule
      ? `export async function ${name}(${given})${promise} {`
      : `exports.${name} = async function (${given}) {`;
    const closing = isModule ? '}' : `}${end}`;
    if (name === 'down' && code.noWayBack !== undefined)
      return [opening, `  ${thrown(code.noWayBack, style)}`, closing];
    if (statements.length === 0) return [`${opening}${closing}`];
    const body = calls(statements, code, style, runner).map((line) => `  ${line}`);
    return [opening, ...first, ...body, closing];
  };
  return [...written('up', code.statements), '', ...written('down', code.down ?? [])];
}

/** A tool that goes back would else do nothing here, and then undo what the stages before made. */
function thrown(message: string, { quote, end }: Style): string {
  return `throw new Error(${quote}${message.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', ' ')}${quote})${end}`;
}

function calls(
  statements: readonly string[],
  { framework, dialect, frame }: CodeToWrite,
  { end }: Style,
  runner: string,
): readonly string[] {
  return sqlCalls(statements, { framework, dialect, frame, runner, end }) ?? [];
}

function className(id: string): string {
  return id.replace(/[^A-Za-z0-9_$]/g, '_');
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
