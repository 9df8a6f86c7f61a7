import type { CodeIndex, ColumnUse, LibraryName } from '../../model/code';
import type { Evidence } from '../../model/finding';
import type { ChangeContext } from '../rule';
import type { VanishingColumn } from './vanishing-column';

/** A place that names the column, and whose code it stands in. */
export interface Witness {
  readonly use: ColumnUse;
  /** null: the work tree; else the name of the released version that alone still has it. */
  readonly onlyIn: string | null;
}

/**
 * Places outside tests, seeds and migrations that name the column: those of the work tree, then those of the
 * released version in files where the work tree names it no more.
 */
export function witnesses(
  context: ChangeContext,
  { table, column }: VanishingColumn,
  wanted: (use: ColumnUse) => boolean,
): readonly Witness[] {
  const here = usesIn(context.code, table.name, column, wanted);
  const filesHere = new Set(here.map((use) => use.file));
  const released = context.released;
  const there = released === null ? [] : usesIn(released.code, table.name, column, wanted);
  return [
    ...here.map((use) => ({ use, onlyIn: null })),
    ...there
      .filter((use) => !filesHere.has(use.file))
      .map((use) => ({ use, onlyIn: released?.name ?? null })),
  ];
}

function usesIn(
  code: CodeIndex | null,
  table: string,
  column: string,
  wanted: (use: ColumnUse) => boolean,
): readonly ColumnUse[] {
  return (code?.columnUses(table, column) ?? []).filter((use) => !use.inTest && wanted(use));
}

const binding: ReadonlySet<LibraryName> = new Set(['prisma', 'typeorm', 'mikro-orm', 'sequelize', 'drizzle']);

/** A declaration whose library names the column in every query for the whole row. Types of Kysely and schemas of Objection do not. */
export function isBindingDeclaration({ use, library }: ColumnUse): boolean {
  return use === 'declaration' && binding.has(library);
}

/** A use that fails without the column. Collections of MongoDB are no tables. */
export function isFailingUse({ use, library }: ColumnUse): boolean {
  return use !== 'declaration' && library !== 'mongoose';
}

const mostEvidence = 10;

/** Evidence for a finding, declarations and certain places first, at most ten. */
export function evidenceOf(
  found: readonly Witness[],
  { table, column }: VanishingColumn,
): readonly Evidence[] {
  return [...found]
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, mostEvidence)
    .map(({ use, onlyIn }) => ({
      file: use.file,
      range: use.range,
      message: `${table.name}.${column} is ${verbs[use.use]} here${onlyIn === null ? '' : ` in ${onlyIn}`}.`,
    }));
}

/** The files of the places, each once, in the order found. */
export function filesOf(found: readonly Witness[]): readonly string[] {
  return [...new Set(found.map((witness) => witness.use.file))];
}

const verbs = {
  declaration: 'declared',
  read: 'read',
  write: 'written',
  filter: 'filtered by',
  unknown: 'named',
} as const;
const sureness = { high: 0, medium: 1, low: 2 } as const;

function rank({ use, onlyIn }: Witness): number {
  return sureness[use.confidence] + (onlyIn === null ? 0 : 3);
}
