import { listed } from '../change/words';
import { libraryNames } from '../code/library-names';
import { isCodeOutside } from '../code/outside-code';
import { columnNamed, storedModel, type StoredModel } from '../code/stored-models';
import { hasIndexOnAll, indexKey } from '../code/usable-index';
import { isSmall } from '../code/weight-of-query';
import type { DeclaredRelation, LibraryName } from '../../model/code';
import type { CodeDraft, WholeCodeRule } from '../rule';

/** How each library declares an index. */
const remedies: Partial<Readonly<Record<LibraryName, string>>> = {
  prisma: '`@@index([…])`',
  typeorm: '`@Index()`',
  'mikro-orm': '`@Index()`',
  drizzle: '`index(…).on(…)`',
  sequelize: '`indexes: [{ fields: […] }]`',
};

export const relationWithoutIndex: WholeCodeRule = {
  meta: {
    id: 'relation-without-index',
    family: 'query',
    title: 'A relation stands on columns that no index begins with.',
    level: 'info',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: [
      'https://www.prisma.io/docs/orm/prisma-schema/data-model/relations/relation-mode#indexes',
      'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
    ],
  },

  check(code, context): readonly CodeDraft[] {
    const said = new Set<string>();
    return code.models.flatMap((model) => {
      if (model.relations.length === 0 || isCodeOutside(model.file)) return [];
      const stored = storedModel(model, context);
      if (!stored?.table.columnsKnown || isSmall(context, stored.table.name)) return [];
      return model.relations
        .filter((relation) => isBare(stored, relation))
        .flatMap((relation) => {
          const columns = listed(relation.columns);
          const key = `${stored.end.history.folder} ${stored.table.name} ${columns}`;
          if (said.has(key)) return [];
          said.add(key);
          return [
            {
              file: relation.file,
              range: relation.range,
              sameAs: { key: indexKey(stored.table, relation.columns), leads: true },
              message: {
                what: `The relation ${model.name}.${relation.property} to ${relation.target} stands on ${stored.table.name}.${columns}, and no index begins with ${relation.columns.length === 1 ? 'it' : 'them'}.`,
                why: `${libraryNames[model.library]} makes no index for a relation. Loading the ${model.name} rows of one ${relation.target}, and deleting one, reads all of ${stored.table.name}.`,
                remedy: `Declare an index on ${columns}${remedies[model.library] === undefined ? '' : ` (${remedies[model.library] ?? ''})`} and write its migration.`,
              },
            },
          ];
        });
    });
  },
};

/** No index serves the columns, and no rule about migrations says so already. */
function isBare({ table, end }: StoredModel, relation: DeclaredRelation): boolean {
  const { dialect } = end.schema;
  const columns = relation.columns.map((name) => columnNamed(table, name));
  if (columns.some((column) => column === null)) return false;
  const names = columns.flatMap((column) => column?.name ?? []);
  if (hasIndexOnAll(table, names)) return false;
  const key = table.constraints.find(
    ({ type, columns: own }) =>
      type === 'foreign-key' && own.length === names.length && own.every((name) => names.includes(name)),
  );
  if (key === undefined) return true;
  // MySQL and MariaDB index every foreign key themselves.
  if (dialect === 'mysql' || dialect === 'mariadb') return false;
  // In a migration that is not released, foreign-key-without-index says it where it is written.
  return end.history.migrations.find(({ id }) => id === key.createdBy.migration)?.released !== false;
}
