import type { ColumnUseKind } from '../../model/code';
import type { Confidence } from '../../model/dialect';
import type { FileFacts } from '../facts';
import { knexChain } from '../libraries/knex';
import type { SqlUse } from '../libraries/raw-sql';
import type { LibraryContext } from '../libraries/recognition';
import type { CataloguedModel } from '../libraries/prisma-catalogue';
import type { FileSites, Site } from '../linking/sites';
import { UseTable } from './collect';
import { addKnexColumns } from './knex-columns';
import { addPrismaArguments, addPrismaDeclarations, addTypedObjects } from './prisma-columns';
import { addBuilderStrings, addEntityDeclarations, addTypeormArguments } from './typeorm-columns';

/** Every place that names a table or a column, by database names. */
export function gatherUses(context: LibraryContext, files: Iterable<FileSites>): UseTable {
  const uses = new UseTable();
  addPrismaDeclarations(context.prisma, uses);
  addEntityDeclarations(context.entities, uses);
  for (const { facts, sites, sql } of files) {
    for (const site of sites.values()) addSite(context, site, uses);
    for (const use of sql) addSql(facts, use, uses);
    if (context.prisma.models.size > 0) addTypedObjects(context.prisma, facts, uses);
    if (context.entities.byKey.size > 0) addBuilderStrings(context, facts, uses);
    addReads(context, facts, sites, uses);
  }
  return uses;
}

function addSite(
  context: LibraryContext,
  { facts, call: index, recognition, site }: Site,
  uses: UseTable,
): void {
  const call = facts.calls[index];
  if (!call) return;
  const { table, entity, verb } = recognition;
  if (table !== null && recognition.library !== 'sql') {
    const use = verb === 'read' || verb === 'count' ? 'read' : verb === 'raw' ? 'unknown' : 'write';
    uses.table(
      facts.file,
      site.range.start,
      site.range.end,
      table,
      use,
      recognition.library,
      recognition.confidence,
    );
  }
  if (recognition.library === 'prisma' && entity !== null) {
    const model = context.prisma.models.get(entity);
    if (model) addPrismaArguments(context.prisma, facts, model, call.shapes?.[0], verb, uses);
  }
  if (recognition.library === 'typeorm' && entity !== null) {
    const found = context.entities.byName.get(entity);
    if (found) addTypeormArguments(context.entities, facts, call, found, uses);
  }
  if (recognition.library === 'knex' && table !== null) {
    const chain = knexChain(context, facts, call);
    if (chain) addKnexColumns(facts, chain, table, uses);
  }
}

/** Tables and columns named in an SQL text. A word without qualifier belongs to the one table there is; with several it is a guess. */
function addSql(facts: FileFacts, { fact, names }: SqlUse, uses: UseTable): void {
  const statement = names.keyword;
  const writes =
    statement === 'INSERT' || statement === 'UPDATE' || statement === 'REPLACE' || statement === 'MERGE';
  const use: ColumnUseKind = writes ? 'unknown' : statement === 'DELETE' ? 'filter' : 'read';
  for (const table of names.tables)
    uses.table(
      facts.file,
      fact.start + table.start,
      fact.start + table.end,
      table.name,
      writes || statement === 'DELETE' ? 'write' : 'read',
      'sql',
      'high',
    );
  for (const word of names.words) {
    const { qualifier } = word;
    const qualified =
      qualifier === null
        ? names.tables
        : names.tables.filter(
            (table) => sameName(table.alias ?? table.name, qualifier) || sameName(table.name, qualifier),
          );
    const confidence: Confidence = qualified.length === 1 ? 'high' : 'low';
    for (const table of qualified)
      uses.column(
        facts.file,
        fact.start + word.start,
        fact.start + word.end,
        table.name,
        word.name,
        use,
        'sql',
        confidence,
      );
  }
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Properties read from the result of a query in the same function. */
function addReads(
  context: LibraryContext,
  facts: FileFacts,
  sites: ReadonlyMap<number, Site>,
  uses: UseTable,
): void {
  for (const read of facts.reads) {
    const site = sites.get(read.call);
    if (!site || site.recognition.verb === 'count') continue;
    const { library, entity, table } = site.recognition;
    const last = read.path[read.path.length - 1] ?? '';
    if (library === 'prisma') {
      const model = entity === null ? undefined : modelAt(context, entity, read.path.slice(0, -1));
      const field = model?.columns.get(last);
      if (model && field)
        uses.column(
          facts.file,
          read.start,
          read.end,
          model.model.table,
          field.column,
          'read',
          'prisma',
          'medium',
        );
    } else if (library === 'typeorm') {
      let found = context.entities.byName.get(entity ?? '');
      for (const name of read.path.slice(0, -1))
        found = context.entities.byName.get(found?.relations.get(name) ?? '');
      const column = found?.columns.get(last);
      if (found && column)
        uses.column(
          facts.file,
          read.start,
          read.end,
          found.table,
          column.column,
          'read',
          'typeorm',
          'medium',
        );
    } else if (library === 'knex' && table !== null && read.path.length === 1)
      uses.column(facts.file, read.start, read.end, table, last, 'read', 'knex', 'medium');
  }
}

function modelAt(
  context: LibraryContext,
  entity: string,
  path: readonly string[],
): CataloguedModel | undefined {
  let model = context.prisma.models.get(entity);
  for (const name of path) model = context.prisma.models.get(model?.relations.get(name) ?? '');
  return model;
}
