import type { EngineRule } from '../rule';

/** Reported by `apply.ts` for a directive that silenced nothing in a file that was judged completely. */
export const suppressionUnused: EngineRule = {
  meta: {
    id: 'suppression-unused',
    family: 'suppression',
    title: 'An evolens-ignore comment that silences nothing.',
    level: 'info',
    dialects: null,
    since: '0.1.0',
    fix: 'safe',
    sources: ['squawk unused-ignore', 'stylelint needlessDisables'],
  },
};
