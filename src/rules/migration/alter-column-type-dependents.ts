import type { Evidence } from '../../model/finding';
import type { Column, SchemaObject } from '../../model/schema';
import { findTable } from '../../schema/lookup';
import { generatedFrom, objectsReadingColumn } from '../../schema/dependents';
import type { ChangeContext, Draft, MigrationRule } from '../rule';
import { viewsMadeAgain } from '../change/views-made-again';
import { listed, nameOf } from '../change/words';

export const alterColumnTypeDependents: MigrationRule = {
  meta: {
    id: 'alter-column-type-dependents',
    family: 'migration',
    title: 'A column changes its type while a view, a policy or a generated column is made of it.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'review',
    sources: ['measured: cannot alter type of a column used by a view or rule, a policy, a generated column'],
  },
  kinds: ['alter-column-type'],

  check(context): readonly Draft[] {
    const { change, before } = context;
    if (change.kind !== 'alter-column-type' || context.isNew(change.table)) return [];
    const table = findTable(before, change.table);
    if (table === null) return [];
    const column = change.column.name;
    const objects = objectsReadingColumn(before, table, column);
    const generated = generatedFrom(before, table, column);
    const names = [
      ...objects.map((object) => `${words[object.object] ?? object.object} ${nameOf(object)}`),
      ...generated.map((one) => `generated column ${one.name}`),
    ];
    if (names.length === 0) return [];
    const them = names.length === 1 ? 'it' : 'them';
    return [
      {
        range: change.range,
        evidence: evidenceOf(context, [...objects, ...generated]),
        message: {
          what: `Column ${column} of ${nameOf(change.table)} changes its type while ${listed(names)} ${names.length === 1 ? 'is' : 'are'} made of it.`,
          why: 'Postgres refuses the statement, even when the type stays the same, so the migration fails.',
          remedy: `Drop ${them} before the change and create ${them} again after it, in the same transaction, with the privileges given on ${them}.`,
        },
      },
    ];
  },

  fixes: viewsMadeAgain,
};

const words: Readonly<Partial<Record<SchemaObject['object'], string>>> = {
  'materialized-view': 'materialized view',
};

function evidenceOf(context: ChangeContext, found: readonly (SchemaObject | Column)[]): readonly Evidence[] {
  return found.flatMap((one) => {
    const place = context.placeOf(one.createdBy);
    return place === null ? [] : [{ ...place, message: `${one.name} is made here.` }];
  });
}
