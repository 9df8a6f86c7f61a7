import type { ColumnDefinition, Identifier } from '../../model/schema-change';
import { findColumn, findTable } from '../../schema/lookup';
import { inFile } from '../change/edits-in-file';
import { foreignKeysOf, type DeclaredForeignKey } from '../change/foreign-keys';
import { keysFit, writtenAs } from '../change/key-types';
import { nameOf } from '../change/words';
import type { ChangeContext, Draft, FixContext, MigrationRule } from '../rule';

export const foreignKeyTypeMismatch: MigrationRule = {
  meta: {
    id: 'foreign-key-type-mismatch',
    family: 'migration',
    title: 'A foreign key has another type than the key it refers to.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'review',
    sources: [
      'https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES',
      'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    ],
  },
  kinds: ['add-constraint', 'add-column', 'create-table'],

  check(context): readonly Draft[] {
    return foreignKeysOf(context.change).flatMap((key) =>
      pairsOf(context, key).flatMap(({ column, own, parentColumn, parent }): Draft[] => {
        if (own === null || parent === null || keysFit(context.after, own, parent)) return [];
        return [
          {
            range: key.constraint.range,
            message: {
              what: `${nameOf(key.table)}.${column.name} is ${own.text}, but ${nameOf(key.references.table)}.${parentColumn}, which it refers to, is ${parent.text}.`,
              why:
                context.history.target.dialect === 'postgres'
                  ? 'Either the statement is refused, or each comparison converts the values: a narrower key overflows when the wider one has grown past it, and an index may not be used.'
                  : 'The database refuses a foreign key between types that differ in kind, size or sign.',
              remedy: `Give ${column.name} the type ${parent.text}.`,
            },
          },
        ];
      }),
    );
  },

  fixes(context) {
    const edit = foreignKeysOf(context.change)
      .flatMap((key) => pairsOf(context, key))
      .flatMap(({ column, own, parent }) => {
        const definition = definitionOf(context, column);
        if (own === null || parent === null || keysFit(context.after, own, parent)) return [];
        return definition?.type == null || definition.autoIncrement
          ? []
          : [{ range: definition.type.range, newText: writtenAs(parent) }];
      })[0];
    if (edit === undefined) return [];
    return [{ title: `Make the column ${edit.newText}`, kind: 'review', edits: inFile(context, [edit]) }];
  },
};

/** The columns of a foreign key with those they refer to; types are null where they are not known. */
function pairsOf({ after }: ChangeContext, { table, constraint, references }: DeclaredForeignKey) {
  const parentTable = findTable(after, references.table);
  const primary = parentTable?.constraints.find((one) => one.type === 'primary-key')?.columns ?? [];
  const parents = references.columns.length > 0 ? references.columns.map((one) => one.name) : primary;
  return constraint.columns.flatMap((column, at) => {
    const parentColumn = parents[at];
    if (parentColumn === undefined) return [];
    return [
      {
        column,
        own: findColumn(after, table, column.name)?.type ?? null,
        parentColumn,
        parent: findColumn(after, references.table, parentColumn)?.type ?? null,
      },
    ];
  });
}

/** The definition of the column, when this very statement makes it: then changing its type costs nothing. */
function definitionOf({ change }: FixContext, column: Identifier): ColumnDefinition | null {
  if (change.kind === 'add-column') return change.column;
  if (change.kind !== 'create-table') return null;
  return change.columns.find((one) => one.name.name === column.name) ?? null;
}
