import type { GeneratedWarning } from '../../model/migration';

type Kind = GeneratedWarning['kind'];

interface Wording {
  readonly kind: Kind;
  readonly pattern: RegExp;
}

const table = '`(?<table>[^`]+)`';
const column = '`(?<columns>[^`]+)`';

// The wordings of Prisma's destructive change checker (prisma/prisma-engines, schema-engine/connectors/
// sql-schema-connector/src/sql_destructive_change_checker: warning_check.rs, unexecutable_step_check.rs).
const wordings: readonly Wording[] = [
  { kind: 'drop-table', pattern: wording(`You are about to drop the ${table} table`) },
  {
    kind: 'drop-column',
    pattern: wording(`You are about to drop the column ${column} on the ${table} table`),
  },
  {
    kind: 'recreate-column',
    pattern: wording(`The ${column} column on the ${table} table would be dropped and`),
  },
  { kind: 'recreate-column', pattern: wording(`Changed the type of ${column} on the ${table} table`) },
  {
    kind: 'change-type',
    pattern: wording(`You are about to alter the column ${column} on the ${table} table`),
  },
  {
    kind: 'change-type',
    pattern: wording(`Changed the column ${column} on the ${table} table from a scalar`),
  },
  { kind: 'required-column', pattern: wording(`Added the required column ${column} to the ${table} table`) },
  {
    kind: 'required-column',
    pattern: wording(`The required column ${column} was added to the ${table} table`),
  },
  { kind: 'made-required', pattern: wording(`Made the column ${column} on table ${table} required`) },
  { kind: 'primary-key', pattern: wording(`The primary key for the ${table} table will be changed`) },
  {
    kind: 'unique',
    pattern: wording(
      `A unique constraint covering the columns \`\\[(?<columns>[^\`]*)\\]\` on the table ${table}`,
    ),
  },
  {
    kind: 'enum-values',
    pattern: wording(`The values \\[(?<columns>[^\\]]*)\\] on the enum ${table} will be removed`),
  },
];

/**
 * What Prisma says of lost data in the comment at the top of a migration it wrote, in order. Positions are
 * zero-based UTF-16 offsets of the line without its `- `. Empty for a text without the block; a line in other
 * words is left out.
 */
export function generatedWarnings(text: string): readonly GeneratedWarning[] {
  const block = /\/\*\s*Warnings:[^]*?\*\//.exec(text);
  if (block === null) return [];
  return [...block[0].matchAll(/^[ \t]*- (.*\S)/gm)].flatMap((line) => {
    const said = line[1] ?? '';
    const start = block.index + line.index + line[0].length - said.length;
    return warningOf(said, start) ?? [];
  });
}

function warningOf(line: string, start: number): GeneratedWarning | null {
  for (const { kind, pattern } of wordings) {
    const groups = pattern.exec(line)?.groups;
    if (groups === undefined) continue;
    const columns = (groups['columns'] ?? '')
      .split(',')
      .map((name) => name.trim().replace(/^["'`]|["'`]$/g, ''));
    return {
      kind,
      table: groups['table'] ?? '',
      columns: columns.filter((name) => name !== ''),
      start,
      end: start + line.length,
    };
  }
  return null;
}

function wording(source: string): RegExp {
  return new RegExp(`^${source}`);
}
