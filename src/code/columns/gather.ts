import type { DeclaredModel, LibraryName } from '../../model/code';
import type { Confidence } from '../../model/dialect';
import type { CallFact, FileFacts } from '../facts';
import { chainTo } from '../libraries/chain';
import { columnsOf } from '../libraries/model-columns';
import type { CataloguedModel } from '../libraries/prisma-catalogue';
import type { LibraryContext, Recognition } from '../libraries/recognition';
import type { FileSites, Site } from '../linking/sites';
import { addBuilderColumns } from './builder-columns';
import { FileUses, UseTable } from './collect';
import { declaredUses } from './declarations';
import { addDrizzleMembers } from './drizzle-columns';
import {
  addObjectColumns,
  drizzleCalls,
  mikroOrmCalls,
  mongooseCalls,
  sequelizeCalls,
} from './object-columns';
import { addPrismaArguments, addTypedObjects } from './prisma-columns';
import { knexBuilder, kyselyBuilder, objectionBuilder, supabaseBuilder, type BuilderRoles } from './roles';
import { addSqlUses } from './sql-columns';
import { addBuilderStrings, addTypeormArguments } from './typeorm-columns';

/** Uses by the queries they were found in. A file's queries stay the same object while nothing they rest on changed. */
const known = new WeakMap<FileSites, FileUses>();

/** Every place that names a table or a column, by database names. Each file is gone through once. */
export function gatherUses(context: LibraryContext, files: Iterable<FileSites>): UseTable {
  const uses = [...declaredUses(context.models.all)];
  for (const file of files) {
    let own = known.get(file);
    if (!own) known.set(file, (own = usesOfFile(context, file)));
    if (own.columns.length > 0 || own.tables.length > 0) uses.push(own);
  }
  return new UseTable(uses);
}

function usesOfFile(context: LibraryContext, { facts, sites, sql }: FileSites): FileUses {
  const uses = new FileUses(facts.file);
  for (const site of sites.values()) addSite(context, site, uses);
  addSqlUses(sql, uses);
  if (context.prisma.models.size > 0) addTypedObjects(context.prisma, facts, uses);
  if (context.entities.byKey.size > 0) addBuilderStrings(context, facts, uses);
  addDrizzleMembers(context, facts, uses);
  addReads(context, facts, sites, uses);
  return uses;
}

const builders: Partial<Readonly<Record<LibraryName, BuilderRoles>>> = {
  knex: knexBuilder,
  objection: objectionBuilder,
  kysely: kyselyBuilder,
  supabase: supabaseBuilder,
};
const objects = {
  sequelize: sequelizeCalls,
  'mikro-orm': mikroOrmCalls,
  mongoose: mongooseCalls,
  drizzle: drizzleCalls,
} as const;

function addSite(
  context: LibraryContext,
  { facts, call: index, recognition, site }: Site,
  uses: FileUses,
): void {
  const call = facts.calls[index];
  if (!call) return;
  const { table, entity, verb, library, confidence } = recognition;
  if (table !== null && library !== 'sql') {
    const use = verb === 'read' || verb === 'count' ? 'read' : verb === 'raw' ? 'unknown' : 'write';
    uses.table(site.range.start, site.range.end, table, use, { library, confidence });
  }
  if (library === 'prisma' && entity !== null) {
    const model = context.prisma.models.get(entity);
    if (model) addPrismaArguments(context.prisma, model, call.shapes?.[0], verb, uses);
  } else if (library === 'typeorm' && entity !== null) {
    const found = context.entities.byName.get(entity);
    if (found) addTypeormArguments(context.entities, call, found, uses);
  } else addByLibrary(context, facts, call, recognition, uses);
}

function addByLibrary(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
  recognition: Recognition,
  uses: FileUses,
): void {
  const { library, table, confidence } = recognition;
  if (table === null) return;
  const model = modelOf(context, recognition, facts.file);
  const roles = builders[library];
  if (roles)
    addBuilderColumns(
      chainTo(facts, call, true).calls,
      roles,
      { table, columnOf: columnsOf(model), source: { library } },
      uses,
    );
  if (!model || !isObjectLibrary(library)) return;
  const links = library === 'drizzle' ? chainTo(facts, call, true).calls : [call];
  for (const link of links) addObjectColumns(model, link, objects[library], { library, confidence }, uses);
}

function isObjectLibrary(library: LibraryName): library is keyof typeof objects {
  return Object.hasOwn(objects, library);
}

function modelOf(
  context: LibraryContext,
  { library, entity, table }: Recognition,
  file: string,
): DeclaredModel | null {
  const named = entity === null ? null : context.models.named(library, entity, file);
  if (named && (table === null || named.table === table)) return named;
  return context.models.ofTable(table ?? '').find((model) => model.library === library) ?? null;
}

/** Properties read from the result of a query in the same function. */
function addReads(
  context: LibraryContext,
  facts: FileFacts,
  sites: ReadonlyMap<number, Site>,
  uses: FileUses,
): void {
  for (const read of facts.reads) {
    const site = sites.get(read.call);
    if (!site || site.recognition.verb === 'count') continue;
    const found = columnRead(context, site.recognition, read.path, facts.file);
    const source = { library: site.recognition.library, confidence: 'medium' as Confidence };
    if (found) uses.column(read.start, read.end, found.table, found.column, 'read', source);
  }
}

/** The column at the end of a path that begins at a row; through relations where the library's are known. */
function columnRead(
  context: LibraryContext,
  recognition: Recognition,
  path: readonly string[],
  file: string,
): { readonly table: string; readonly column: string } | null {
  const { library, entity, table } = recognition;
  const last = path[path.length - 1] ?? '';
  if (library === 'prisma') {
    const model = entity === null ? undefined : prismaModelAt(context, entity, path.slice(0, -1));
    const field = model?.columns.get(last);
    return model && field ? { table: model.model.table, column: field.column } : null;
  }
  if (library === 'typeorm') {
    let found = context.entities.byName.get(entity ?? '');
    for (const name of path.slice(0, -1))
      found = context.entities.byName.get(found?.relations.get(name) ?? '');
    const column = found?.columns.get(last);
    return found && column ? { table: found.table, column: column.column } : null;
  }
  if (table === null || path.length !== 1) return null;
  const model = modelOf(context, recognition, file);
  if (model?.complete === true && !model.columns.some(({ property }) => property === last)) return null;
  return { table, column: columnsOf(model)(last) };
}

function prismaModelAt(
  context: LibraryContext,
  entity: string,
  path: readonly string[],
): CataloguedModel | undefined {
  let model = context.prisma.models.get(entity);
  for (const name of path) model = context.prisma.models.get(model?.relations.get(name) ?? '');
  return model;
}
