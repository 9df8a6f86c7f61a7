import type { FrameworkName } from '../../model/migration';
import type { Draft, WholeMigrationRule } from '../rule';

/** Tools that run the way back from a file or a section of its own (their manuals; docs/frameworks.md). */
const knowsWayBack: ReadonlySet<FrameworkName> = new Set<FrameworkName>([
  'golang-migrate',
  'goose',
  'dbmate',
  'diesel',
  'pop',
  'typeorm',
  'knex',
  'sequelize',
  'kysely',
  'node-pg-migrate',
  'mikro-orm',
]);

export const downMigrationMissing: WholeMigrationRule = {
  meta: {
    id: 'down-migration-missing',
    family: 'migration',
    title: 'A migration has no way back.',
    level: 'off',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md',
      'strong_migrations check_down',
    ],
  },

  check({ history, migration }): readonly Draft[] {
    if (migration.released || migration.hasDown || !knowsWayBack.has(history.framework)) return [];
    const changes = migration.script.statements.flatMap((statement) => statement.reading.changes);
    if (!changes.some((change) => change.kind !== 'other' && change.kind !== 'set-setting')) return [];
    const start = migration.script.statements[0]?.start ?? 0;
    const end = migration.script.statements[0]?.end ?? start;
    return [
      {
        range: { start, end },
        message: {
          what: 'This migration has no way back.',
          why: `${history.framework} runs one when a release is rolled back, and without it the schema stays where it is while the code goes back.`,
          remedy:
            'Write the way back and run it once on a copy, or turn this rule off where rolling forward is the policy.',
        },
      },
    ];
  },
};
