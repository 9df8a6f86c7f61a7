import type { Identifier, SchemaChange } from '../../model/schema-change';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const identifierTooLong: MigrationRule = {
  meta: {
    id: 'identifier-too-long',
    family: 'migration',
    title: 'A name is longer than the database keeps.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS',
      'https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html',
      'measured: Postgres cuts names at 63 bytes with a notice only',
    ],
  },
  kinds: [
    'create-table',
    'add-column',
    'rename-table',
    'rename-column',
    'create-index',
    'add-constraint',
    'rename-index',
    'rename-constraint',
    'create-enum',
    'redefine-column',
  ],

  check(context): readonly Draft[] {
    const { dialect } = context.history.target;
    return namesIn(context.change)
      .map((identifier) => asWritten(context, identifier))
      .filter(({ name }) => isTooLong(context, name))
      .map((identifier) => ({
        range: identifier.range,
        message: {
          what: `The name ${identifier.name} has ${lengthOf(context, identifier.name)} ${dialect === 'postgres' ? 'bytes' : 'characters'}.`,
          why:
            dialect === 'postgres'
              ? `Postgres cuts it to 63 without an error, to ${cut(identifier.name)}: another long name with the same beginning collides with it, and tools that compare schemas see a difference for ever.`
              : 'Names end at 64 characters, and the statement fails.',
          remedy: 'Shorten it.',
        },
      }));
  },
};

function namesIn(change: SchemaChange): readonly Identifier[] {
  switch (change.kind) {
    case 'create-table':
      return [
        change.table,
        ...change.columns.map((column) => column.name),
        ...change.constraints.flatMap((constraint) => constraint.name ?? []),
        ...change.indexes.flatMap((index) => index.name ?? []),
      ];
    case 'add-column':
      return [
        change.column.name,
        ...change.column.constraints.flatMap((constraint) => constraint.name ?? []),
      ];
    case 'redefine-column':
      return [change.definition.name];
    case 'create-index':
      return change.index.name === null ? [] : [change.index.name];
    case 'add-constraint':
      return change.constraint.name === null ? [] : [change.constraint.name];
    case 'create-enum':
      return [change.type];
    case 'rename-table':
    case 'rename-column':
    case 'rename-index':
    case 'rename-constraint':
      return [change.newName];
    default:
      return [];
  }
}

/** Postgres's parser cuts names itself, so the length is taken from the text; of a qualified name its last part. */
function asWritten({ statement }: ChangeContext, { name, range }: Identifier): Identifier {
  // Four bytes a letter at most: a short text holds no long name.
  if (range.end - range.start < 16) return { name, range };
  const written = statement.reading.text.slice(range.start, range.end);
  const last = /(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|[^\s."`]+)$/.exec(written)?.[0] ?? name;
  return {
    name: last
      .replace(/^["`]|["`]$/g, '')
      .replaceAll('""', '"')
      .replaceAll('``', '`'),
    range,
  };
}

/** Postgres counts bytes (NAMEDATALEN − 1), MySQL and MariaDB count characters. */
function lengthOf({ history }: ChangeContext, name: string): number {
  return history.target.dialect === 'postgres' ? bytesOf(name) : Array.from(name).length;
}

function isTooLong(context: ChangeContext, name: string): boolean {
  return lengthOf(context, name) > (context.history.target.dialect === 'postgres' ? 63 : 64);
}

function bytesOf(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + bytesIn(letter.codePointAt(0) ?? 0), 0);
}

function bytesIn(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** The longest beginning of at most 63 bytes; a letter is not cut in two. */
function cut(name: string): string {
  let kept = '';
  for (const letter of name) {
    if (bytesOf(kept + letter) > 63) break;
    kept += letter;
  }
  return kept;
}
