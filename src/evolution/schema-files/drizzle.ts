import { snapshotNumber } from '../../migrations/frameworks/drizzle-journal';
import type { SchemaEdit } from '../../code/edits/prisma-schema';
import type { TextEdit } from '../../model/text';
import { drizzleSchema } from './drizzle-files';
import { readSnapshot, snapshotAfter, type Snapshot } from './drizzle-snapshot';
import { drizzleTableEdits } from './drizzle-tables';
import {
  inFile,
  renamedTables,
  stageSchemas,
  type StageInPlace,
  type StageSchemas,
  type Versions,
} from './stage-tables';

/** What a stage changes in files that declare the schema. */
export interface SchemaFileEdits {
  readonly edits: readonly TextEdit[];
  /** What a person has to do there, because no edit says it for sure; empty: nothing. */
  readonly byHand: readonly string[];
}

/**
 * Edits of the tables that a Drizzle project declares, so that they say what the database has once the stage has
 * run, and of the snapshots that drizzle-kit compares them with. `created` is the migration that is added for the
 * stage; null: it stands in the place of the statement that asks.
 */
export function drizzleSchemaEdits(stage: StageInPlace, created: string | null): SchemaFileEdits {
  const { ground, surroundings } = stage;
  if (ground.history.framework !== 'drizzle') return { edits: [], byHand: [] };
  const schemas = stageSchemas(stage);
  const { dialect } = ground.before;
  const schema = drizzleSchema(ground.history, surroundings);
  const byHand = schemas.tables.flatMap(notDeclared);
  const edits = (schema?.files ?? []).flatMap(({ file, text, tables }) => {
    const inText = tables.flatMap((table): readonly SchemaEdit[] => {
      const versions = schemas.tables.find(({ before, after }) => (before ?? after)?.name === table.name);
      const renamed = renamedTables(schemas).find(({ from }) => from.name === table.name);
      const snakeCase = schema?.snakeCase ?? false;
      const made =
        versions === undefined || renamed !== undefined
          ? { edits: [], byHand: [] }
          : drizzleTableEdits({ text, table, snakeCase, dialect }, versions);
      byHand.push(...made.byHand);
      const quote = text[table.nameRange.start] ?? "'";
      const name =
        renamed === undefined
          ? []
          : [{ range: table.nameRange, newText: `${quote}${renamed.to.name}${quote}` }];
      return [...made.edits, ...name];
    });
    return inFile(file, inText);
  });
  const declared = new Set(schema?.files.flatMap(({ tables }) => tables.map(({ name }) => name)) ?? []);
  byHand.push(...schemas.tables.flatMap((versions) => notFound(versions, declared)));
  return { edits: [...edits, ...snapshotEdits(stage, schemas, created)], byHand: [...new Set(byHand)] };
}

/** What this module never writes: tables, keys and constraints. */
function notDeclared({ before, after }: Versions): readonly string[] {
  if (isOurs(after ?? before)) return [];
  if (before === null) return after === null ? [] : [`declare table ${after.name}`];
  if (after === null) return [`take table ${before.name} out`];
  const has = (list: typeof after.constraints, name: string): boolean =>
    list.some((one) => one.name === name);
  const made = after.constraints.filter((one) => !has(before.constraints, one.name));
  const gone = before.constraints.filter((one) => !has(after.constraints, one.name));
  const named = (one: { readonly name: string }): boolean => !one.name.startsWith('evolens_');
  return [
    ...made.filter(named).map((one) => `declare constraint ${one.name} of ${after.name}`),
    ...gone.filter(named).map((one) => `take constraint ${one.name} of ${after.name} out`),
  ];
}

function notFound({ before, after }: Versions, declared: ReadonlySet<string>): readonly string[] {
  if (before === null || after === null || isOurs(after) || declared.has(before.name)) return [];
  return [`let the declaration of ${before.name} follow: it was not found`];
}

/** A helper table of a backfill. */
function isOurs(table: Versions['before']): boolean {
  return table?.name.startsWith('evolens_') === true || table?.temporary === true;
}

/**
 * The snapshots from the statement that asks on say what the stage makes of it; a migration of its own gets a
 * snapshot that follows the last one.
 */
function snapshotEdits(
  stage: StageInPlace,
  schemas: StageSchemas,
  created: string | null,
): readonly TextEdit[] {
  const { ground, surroundings } = stage;
  const { folder, migrations } = ground.history;
  const fileOf = (migration: string): string | null => {
    const number = snapshotNumber(folder, migration);
    return number === null ? null : `${folder}/meta/${number}_snapshot.json`;
  };
  const read = (file: string | null): Snapshot | null =>
    file === null ? null : readSnapshot(surroundings.textOf(file));
  const changes = { tables: schemas.tables, renamed: renamedTables(schemas) };
  const { dialect } = ground.before;
  const asked = ground.asking === null ? -1 : migrations.indexOf(ground.asking.migration);
  const edits: TextEdit[] = [];
  const write = (file: string, snapshot: Snapshot, length: number): void => {
    edits.push({ file, range: { start: 0, end: length }, newText: JSON.stringify(snapshot, null, 2) });
  };
  if (asked >= 0) {
    const previous = read(fileOf(migrations[asked - 1]?.file ?? ''));
    for (const { file } of migrations.slice(asked)) {
      const path = fileOf(file);
      const snapshot = read(path);
      if (path !== null && snapshot !== null)
        write(
          path,
          snapshotAfter(snapshot, changes, dialect, previous),
          surroundings.textOf(path)?.length ?? 0,
        );
    }
  }
  const last = read(fileOf(migrations.at(-1)?.file ?? ''));
  const added = created === null ? null : fileOf(created);
  if (last !== null && added !== null) {
    const made = snapshotAfter(last, changes, dialect, null);
    write(added, { ...made, id: idAfter(last.id, created ?? ''), prevId: last.id }, 0);
  }
  return edits;
}

/** An id of the form of a UUID, the same for the same migration after the same snapshot. */
function idAfter(previous: string, migration: string): string {
  const text = `${previous} ${migration}`;
  const part = (seed: number): string => {
    let hash = seed;
    for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, '0');
  };
  const digits = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35].map(part).join('');
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}
