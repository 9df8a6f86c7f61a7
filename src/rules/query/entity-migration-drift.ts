import { isCodeOutside } from '../code/outside-code';
import { libraryNames } from '../code/library-names';
import { columnNamed, storedModel, type StoredModel } from '../code/stored-models';
import { isTakenAway } from '../code/taken-away';
import { mayBeMade } from '../code/unread-migrations';
import type { DeclaredColumn, DeclaredModel, LibraryName } from '../../model/code';
import type { Column } from '../../model/schema';
import type { CodeDraft, WholeCodeRule } from '../rule';

/** Libraries that name every declared column in queries for the whole row. Types alone (Kysely) and partial schemas (Objection) do not. */
const naming: ReadonlySet<LibraryName> = new Set(['prisma', 'typeorm', 'mikro-orm', 'sequelize', 'drizzle']);
/** Below this share of declared columns that are found, names are not understood, or the tables are made elsewhere. */
const understood = 0.9;

export const entityMigrationDrift: WholeCodeRule = {
  meta: {
    id: 'entity-migration-drift',
    family: 'query',
    title: 'A column is declared that no migration makes, or made by a migration and not declared.',
    level: 'warning',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: [
      'https://www.prisma.io/docs/orm/prisma-client/queries/select-fields (a query without select names every declared column)',
      'https://typeorm.io/docs/migrations/generating',
    ],
  },

  check(code, context): readonly CodeDraft[] {
    const stored = code.models
      .filter((model) => naming.has(model.library) && !model.view && !isCodeOutside(model.file))
      .flatMap((model) => storedModel(model, context) ?? []);
    const trusted = trustedLibraries(stored);
    return stored.flatMap((one) =>
      trusted.has(`${one.model.library} ${one.end.history.folder}`)
        ? [...undeclared(one, stored), ...unmade(one)]
        : [],
    );
  },
};

/** Library and history whose names agree nearly everywhere. */
function trustedLibraries(stored: readonly StoredModel[]): ReadonlySet<string> {
  const counts = new Map<string, { found: number; all: number }>();
  for (const { model, table, end } of stored) {
    if (!model.complete || !table.columnsKnown) continue;
    const key = `${model.library} ${end.history.folder}`;
    const count = counts.get(key) ?? { found: 0, all: 0 };
    count.all += model.columns.length;
    count.found += model.columns.filter((column) => columnNamed(table, column.column)).length;
    counts.set(key, count);
  }
  return new Set([...counts].flatMap(([key, { found, all }]) => (found >= all * understood ? [key] : [])));
}

/** Columns of the model that the replayed migrations do not make. */
function unmade({ model, table, end }: StoredModel): readonly CodeDraft[] {
  if (!table.columnsKnown) return [];
  return model.columns
    .filter((column) => columnNamed(table, column.column) === null)
    .filter((column) => !isNameGuessed(model, column) && !mayBeMade(end.history, table.name, column.column))
    .filter((column) => !isTakenAway(end.history, table.name, column.column))
    .map((column) => ({
      file: column.file,
      range: column.range,
      message: {
        what: `${model.name} declares ${column.property}, but no migration in ${end.history.folder} makes ${table.name}.${column.column}.`,
        why: `Where only the migrations have run, every query of ${libraryNames[model.library]} for the whole row names the column and fails.`,
        remedy: 'Write the migration that adds it, or take the declaration out.',
      },
    }));
}

/** Where not all columns are known by name, only a name that is written out counts. */
function isNameGuessed(model: DeclaredModel, column: DeclaredColumn): boolean {
  return !model.complete && column.column === column.property;
}

/** Columns that migrations which are not released yet add, and that no declaration of the table knows. */
function undeclared(
  { model, table, end }: StoredModel,
  stored: readonly StoredModel[],
): readonly CodeDraft[] {
  const sharing = stored.filter((other) => other.table === table);
  if (!table.columnsKnown || sharing[0]?.model !== model || sharing.some((other) => !other.model.complete))
    return [];
  const known = new Set(
    sharing.flatMap((other) => other.model.columns.map(({ column }) => column.toLowerCase())),
  );
  return table.columns.flatMap((column) => {
    const migration = end.history.migrations.find(({ id }) => id === column.createdBy.migration);
    const released = migration?.released !== false;
    if (released || known.has(column.name.toLowerCase()) || isWorkedOut(column)) return [];
    const statement = migration.script.statements[column.createdBy.statement];
    const required = !column.nullable && column.default === null;
    return [
      {
        file: model.file,
        range: model.range,
        severity: required ? ('warning' as const) : ('info' as const),
        ...(statement === undefined || migration.embedding !== null
          ? {}
          : {
              evidence: [
                {
                  file: migration.file,
                  range: { start: statement.start, end: statement.end },
                  message: `${table.name}.${column.name} is made here.`,
                },
              ],
            }),
        message: {
          what: `${model.name} does not declare ${column.name}, which ${migration.id} adds to ${table.name}.`,
          why: required
            ? 'The column takes no NULL and has no default, so every insert through this declaration fails.'
            : 'Queries through this declaration neither read nor write it, and a generated migration would drop it again.',
          remedy: 'Declare the column, or leave it out of the migration.',
        },
      },
    ];
  });
}

/** The database fills it by itself, or its name is put in by a template: nobody need, or can, declare it. */
function isWorkedOut(column: Column): boolean {
  return column.generated !== null || /[${}%<>]/.test(column.name);
}
