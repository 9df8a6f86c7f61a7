import { listed, nameOf, sentences } from '../change/words';
import { droppedObject } from '../change/dropped-object';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const dropSchema: MigrationRule = {
  meta: {
    id: 'drop-schema',
    family: 'migration',
    title: 'A schema is dropped with everything in it.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-dropschema.html',
      'https://dev.mysql.com/doc/refman/8.4/en/drop-database.html',
    ],
  },
  kinds: ['drop-object'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'drop-object' || change.object !== 'schema') return [];
    const dropped = droppedObject(context);
    if (dropped === null) return [];
    const name = nameOf(change.name);
    const inside = tablesIn(context, change.name.name);
    // Without CASCADE Postgres drops an empty schema only.
    const takesAll = context.history.target.dialect !== 'postgres' || change.cascade;
    return [
      {
        range: change.range,
        ...(takesAll ? {} : { severity: 'info' as const }),
        message: {
          what: `Schema ${name} is dropped${takesAll ? ' with everything in it' : ''}.`,
          why: sentences(
            inside.length > 0
              ? `It holds ${listed(inside)}${takesAll ? '; their rows cannot be brought back without a backup' : ''}.`
              : '',
            takesAll
              ? 'Whoever still names something in it fails.'
              : 'Without CASCADE the statement fails as long as anything is in it, and whoever still names the schema fails afterwards.',
          ),
          remedy: `Drop what is in ${name} by name, each once nobody uses it, and the empty schema last${context.history.target.dialect === 'postgres' ? ', without CASCADE' : ''}.`,
        },
      },
    ];
  },
};

function tablesIn({ before }: ChangeContext, schema: string): readonly string[] {
  const home = before.dialect === 'postgres' ? 'public' : null;
  return [...before.tables.values()]
    .filter((table) => (table.schema ?? home) === schema)
    .map((table) => `table ${table.name}`);
}
