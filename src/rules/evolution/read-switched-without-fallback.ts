import { shapeName, shapesOf } from '../../evolution/shapes';
import { listed } from '../change/words';
import { readOldWhereEmpty } from '../plan/application-hints';
import { hasStageArrived, replacesShape } from '../plan/stages';
import type { CodeDraft, PlanContext, PlanRule } from '../rule';

export const readSwitchedWithoutFallback: PlanRule = {
  meta: {
    id: 'read-switched-without-fallback',
    family: 'evolution',
    title: 'Code reads a new shape alone before the plan has verified that it holds every row.',
    level: 'info',
    dialects: null,
    since: '0.3.0',
    fix: 'review',
    sources: ['https://martinfowler.com/bliki/ParallelChange.html'],
  },

  check(context): readonly CodeDraft[] {
    const { plan, progress } = context;
    if (!replacesShape(context) || isVerified(context)) return [];
    const filled = hasStageArrived(context, 'backfill');
    const readers = progress.facts.work?.newReaders ?? [];
    const files = [...new Set(readers.map((reader) => reader.file))];
    const { old, new: fresh } = shapesOf(plan);
    return files.flatMap((file) => {
      const [first, ...others] = readers.filter((reader) => reader.file === file);
      if (first === undefined) return [];
      return [
        {
          file,
          range: first.range,
          ...(filled ? {} : { severity: 'warning' as const }),
          confidence: 'medium' as const,
          evidence: others,
          message: {
            what: `${listed(fresh.map(shapeName))} is read here without a fallback to ${listed(old.map(shapeName))}.`,
            why: filled
              ? `The plan "${plan.name}" has not verified yet that both shapes agree: rows that were missed are read as empty.`
              : `The plan "${plan.name}" has not filled the rows that were there before: they are read as empty.`,
            remedy:
              'Read the new shape and fall back to the old one where it is empty, behind a flag; or release this after verify is done.',
          },
        },
      ];
    });
  },

  fixes: readOldWhereEmpty,
};

/** There is a verify stage, and it is done; a plan that has none verifies nothing. */
function isVerified(context: PlanContext): boolean {
  return context.plan.stages.some(({ name }) => name === 'verify') && hasStageArrived(context, 'verify');
}
