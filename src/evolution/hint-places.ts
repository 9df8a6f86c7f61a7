import type { NamedPlace } from '../code/edits/both-shapes/named-place';
import type { CodeIndex, ColumnUse, ColumnUseKind, DeclaredModel, LibraryName } from '../model/code';
import type { EvolutionKind, EvolvingShape, Plan } from '../model/evolution';
import { bareName, shapesOf } from './shapes';

/** One column of a plan and the one that takes its place, in the same table. */
export interface ColumnPair {
  readonly table: string;
  readonly old: string;
  readonly new: string;
  /** Both hold the same value; false: the plan converts it. */
  readonly same: boolean;
}

/** Kinds that put one column in the place of one; the value is the same, or a conversion of it. */
const kinds: Partial<Record<EvolutionKind, 'same' | 'converted'>> = {
  'rename-column': 'same',
  'replace-primary-key': 'converted',
  'change-column-type': 'converted',
};

/** The pair of a plan that replaces one column by one; null: it is about several, or about whole tables. */
export function columnPair(plan: Plan): ColumnPair | null {
  const { old, new: fresh } = shapesOf(plan);
  const [first] = old;
  const [second] = fresh;
  const value = kinds[plan.kind];
  if (value === undefined || old.length !== 1 || fresh.length !== 1 || !first || !second) return null;
  if (first.column === null || second.column === null || !isSameTable(first, second)) return null;
  return { table: bareName(first.table), old: first.column, new: second.column, same: value === 'same' };
}

function isSameTable(one: EvolvingShape, other: EvolvingShape): boolean {
  return bareName(one.table).toLowerCase() === bareName(other.table).toLowerCase();
}

/** Where code names a column to do one of these things with it, and what it calls the other column of the table there. */
export interface HintQuestion {
  readonly table: string;
  readonly column: string;
  readonly other: string;
  readonly uses: ReadonlySet<ColumnUseKind>;
  readonly file: string;
  readonly text: string;
  readonly isWanted: (use: ColumnUse) => boolean;
}

/** Empty: there are none. null: the code has no name for the other column at one of them. */
export function hintPlaces(code: CodeIndex, question: HintQuestion): readonly NamedPlace[] | null {
  const { table, column, other, uses, file, text, isWanted } = question;
  const places = code
    .columnUses(table, column)
    .filter((use) => use.file === file && uses.has(use.use) && isWanted(use))
    .map((use) => placeOf(use, text, other, code));
  return places.some((place) => place === null) ? null : places.flatMap((place) => place ?? []);
}

function placeOf(use: ColumnUse, text: string, other: string, code: CodeIndex): NamedPlace | null {
  if (!withHints.has(use.library)) return null;
  const written = text.slice(use.range.start, use.range.end).replace(/^['"`]|['"`]$/g, '');
  const models = code.models.filter(
    (model) =>
      model.library === use.library && model.table.toLowerCase() === bareName(use.table).toLowerCase(),
  );
  const model = models.find((one) => propertyOf(one, use.column) !== null) ?? models[0];
  const name = model === undefined ? likewise(written, use, other) : propertyOf(model, other);
  if (name === null) return null;
  return {
    range: use.range,
    other: name,
    tableVariable: use.library === 'drizzle' ? (model?.name ?? null) : null,
  };
}

const withHints: ReadonlySet<LibraryName> = new Set([
  'prisma',
  'typeorm',
  'knex',
  'kysely',
  'drizzle',
  'sequelize',
]);
const declared: ReadonlySet<LibraryName> = new Set(['prisma', 'typeorm', 'drizzle', 'sequelize']);

function propertyOf(model: DeclaredModel, column: string): string | null {
  const found = model.columns.find((one) => one.column.toLowerCase() === column.toLowerCase());
  return found?.property ?? null;
}

/** Code without a declaration calls columns what the database calls them, or so in camel case; null: neither. */
function likewise(written: string, use: ColumnUse, other: string): string | null {
  if (declared.has(use.library)) return null;
  const name = written.slice(written.lastIndexOf('.') + 1);
  if (name.toLowerCase() === use.column.toLowerCase()) return other;
  return name === camelCase(use.column) ? camelCase(other) : null;
}

function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/gi, (_match, letter: string) => letter.toUpperCase());
}
