import type { EngineRule } from '../rule';

/** Reported by `apply.ts` for a directive without a reason after its colon, or without any rule id. */
export const suppressionWithoutReason: EngineRule = {
  meta: {
    id: 'suppression-without-reason',
    family: 'suppression',
    title: 'An evolens-ignore comment that gives no reason.',
    level: 'info',
    dialects: null,
    since: '0.1.0',
    fix: null,
    sources: ['stylelint descriptionlessDisables'],
  },
};
