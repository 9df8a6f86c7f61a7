import type { EngineRule } from '../rule';

/** Reported by `rules/not-analysed-entries.ts` for what could not be read, once its level is warning or error. */
export const notAnalysed: EngineRule = {
  meta: {
    id: 'not-analysed',
    family: 'migration',
    title: 'A part of a migration that cannot be read.',
    level: 'info',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.2.0',
    fix: null,
    sources: ['https://github.com/ankane/strong_migrations/issues/65'],
  },
};
