import type { Evidence } from '../../model/finding';
import type { FrameworkName, HistoryFault } from '../../model/migration';
import { consequenceOf } from '../../migrations/out-of-order';
import type { Draft, Message, MigrationContext, WholeMigrationRule } from '../rule';

export const migrationOutOfOrder: WholeMigrationRule = {
  meta: {
    id: 'migration-out-of-order',
    family: 'migration',
    title: 'A migration does not continue the history that already ran.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://documentation.red-gate.com/flyway/reference/configuration/flyway-namespace/flyway-out-of-order-setting',
      'https://www.prisma.io/docs/orm/prisma-migrate/understanding-prisma-migrate/migration-histories',
      'https://github.com/pressly/goose#allow-missing-migrations',
    ],
  },

  check({ history, migration }): readonly Draft[] {
    return history.faults
      .filter((fault) => fault.file === migration.file)
      .map((fault) => ({
        range: firstLine(migration.script.text),
        message: messageOf(fault, history.framework),
        ...(fault.kind === 'edited-comments' ? { severity: 'info' as const } : {}),
        evidence: evidenceOf(fault, history),
      }));
  },
};

/** The other migration, where it is still there to be shown. */
function evidenceOf(fault: HistoryFault, history: MigrationContext['history']): readonly Evidence[] {
  const other = history.migrations.find((migration) => migration.file === fault.other);
  return other === undefined
    ? []
    : [{ file: other.file, range: firstLine(other.script.text), message: 'The other migration.' }];
}

/** The first line that holds something, without its white space. */
function firstLine(text: string): { readonly start: number; readonly end: number } {
  const start = /\S/.exec(text)?.index ?? 0;
  const end = /[\r\n]|$/.exec(text.slice(start))?.index ?? 0;
  return { start, end: start + end };
}

function messageOf(fault: HistoryFault, framework: FrameworkName): Message {
  const other = fault.other ?? '';
  switch (fault.kind) {
    case 'out-of-order':
      return {
        what: `This migration is new, but stands before ${other}, which the base revision already has.`,
        why: `Databases that ran the base are past this place: ${consequenceOf(framework, 'out-of-order')}`,
        remedy: `Give it a name that sorts after ${other}.`,
      };
    case 'duplicate':
      return {
        what: `This migration has the same version as ${other}.`,
        why: 'The runner records versions, so only one of the two counts as run, or the run is refused.',
        remedy: 'Give the newer one a version of its own, after the last that already ran.',
      };
    case 'edited':
      return {
        what: 'This migration was changed after the base revision ran it.',
        why: `Databases that ran it keep what the old text made: ${consequenceOf(framework, 'edited')}`,
        remedy: 'Restore the old text, and make the change in a new migration.',
      };
    case 'edited-comments':
      return {
        what: 'Comments or white space of a migration that already ran were changed.',
        why: `Its statements are the same, but ${consequenceOf(framework, 'edited-comments')}`,
        remedy: 'Keep the old text if the runner compares it.',
      };
    case 'missing':
      return {
        what: `The base revision ran ${other}, which is gone.`,
        why: `Databases that ran it have what it made, new ones will not: ${consequenceOf(framework, 'missing')}`,
        remedy: `Bring ${other} back, or undo what it made in a new migration.`,
      };
  }
}
