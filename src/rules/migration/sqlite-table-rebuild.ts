import { foreignKeysBefore } from '../../schema/foreign-keys-setting';
import { referencesTo } from '../../schema/lookup';
import { rebuildOf } from '../change/table-rebuild';
import { listed, nameOf, sentences } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const sqliteTableRebuild: MigrationRule = {
  meta: {
    id: 'sqlite-table-rebuild',
    family: 'migration',
    title: 'A table is rebuilt while foreign keys that point at it are on.',
    level: 'warning',
    dialects: ['sqlite'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.sqlite.org/lang_altertable.html#otheralter',
      'https://www.sqlite.org/foreignkeys.html#fk_schemacommands',
      'measured: DROP TABLE deletes the rows of tables that reference it ON DELETE CASCADE',
    ],
  },
  kinds: ['drop-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'drop-table' || rebuildOf(context, change.table) === null) return [];
    if (foreignKeysBefore(context.migration, context.index) === false) return [];
    const pointing = referencesTo(context.before, change.table).filter(
      ({ table }) => table.name.toLowerCase() !== change.table.name.toLowerCase(),
    );
    if (pointing.length === 0) return [];
    const cascading = pointing.filter(({ constraint }) =>
      /cascade|set null|set default/i.test(constraint.references?.onDelete ?? ''),
    );
    return [
      {
        range: change.range,
        message: {
          what: `${nameOf(change.table)} is dropped to be rebuilt while ${listed([...new Set(pointing.map(({ table }) => table.name))])} ${pointing.length === 1 ? 'points' : 'point'} at it.`,
          why: sentences(
            'With foreign keys on, DROP TABLE deletes every row first.',
            cascading.length > 0
              ? `The rows of ${listed([...new Set(cascading.map(({ table }) => table.name))])} go or lose their link with them, and the copy does not bring them back.`
              : 'Where rows point at it the drop fails.',
          ),
          remedy:
            'Say PRAGMA foreign_keys = OFF before the transaction begins, run PRAGMA foreign_key_check at its end, and switch them on again after it.',
        },
      },
    ];
  },
};
