import type { FrameworkName, HistoryFault } from '../model/migration';

type Fault = Exclude<HistoryFault['kind'], 'duplicate'>;

/**
 * What a runner does when the files do not continue what it recorded. Read in the sources and manuals of the
 * runners in November 2026: drizzle-orm 0.45 migrator.js (runs what is younger than the newest it recorded),
 * goose 3.3 release notes (an error unless -allow-missing), node-pg-migrate 8 checkOrder, Kysely 0.28
 * Migrator, Knex 3 validateMigrationList, Prisma "migration histories", Flyway outOfOrder and validate,
 * golang-migrate (runs versions above the recorded one).
 */
const known: Readonly<Partial<Record<FrameworkName, Readonly<Partial<Record<Fault, string>>>>>> = {
  prisma: {
    'out-of-order':
      'Prisma runs it there after the later ones, so their schema is made in another order than yours was.',
    edited: 'Prisma compares checksums and asks to reset development databases.',
    'edited-comments': 'Prisma compares checksums and asks to reset development databases.',
    missing: 'Prisma reports that the histories differ.',
  },
  drizzle: {
    'out-of-order': 'Drizzle runs only what is younger than the newest it recorded, so this one is skipped.',
    edited: 'Drizzle does not run it again.',
  },
  flyway: {
    'out-of-order': 'Flyway refuses to migrate unless outOfOrder is set.',
    edited: 'Flyway compares checksums and refuses to migrate.',
    'edited-comments': 'Flyway compares checksums and refuses to migrate.',
    missing: 'Flyway refuses to migrate while an applied migration is missing.',
  },
  goose: { 'out-of-order': 'goose refuses to run unless it is told to allow missing migrations.' },
  'golang-migrate': {
    'out-of-order': 'golang-migrate runs only versions above the recorded one, so this one is skipped.',
    edited: 'golang-migrate does not run it again.',
  },
  'node-pg-migrate': {
    'out-of-order': 'node-pg-migrate refuses to run while a migration precedes one that already ran.',
    missing: 'node-pg-migrate refuses to run, because the order no longer matches.',
  },
  kysely: {
    'out-of-order': 'Kysely refuses to run unless allowUnorderedMigrations is set.',
    missing: 'Kysely refuses to run while an executed migration is missing.',
  },
  knex: { missing: 'Knex refuses to run while a completed migration is missing.' },
};

const otherwise: Readonly<Record<Fault, string>> = {
  'out-of-order': 'the runner runs it late, skips it or refuses, and the schemas can differ.',
  edited: 'the runner does not run it again, or refuses it because its checksum differs.',
  'edited-comments': 'a runner that compares checksums refuses it.',
  missing: 'the histories have drifted apart.',
};

/** One sentence, or its end after a colon: what the runner of this framework does about the fault. */
export function consequenceOf(framework: FrameworkName, fault: Fault): string {
  return known[framework]?.[fault] ?? otherwise[fault];
}
