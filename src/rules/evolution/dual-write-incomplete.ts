import { columnPair } from '../../evolution/hint-places';
import type { ShapeWriter } from '../../evolution/shape-uses';
import { shapeName } from '../../evolution/shapes';
import { listed } from '../change/words';
import { writeBoth } from '../plan/application-hints';
import { entriesOf, hasStageArrived, replacesShape } from '../plan/stages';
import type { CodeDraft, PlanContext, PlanRule } from '../rule';

export const dualWriteIncomplete: PlanRule = {
  meta: {
    id: 'dual-write-incomplete',
    family: 'evolution',
    title: 'A writer fills one of two shapes while a plan needs both.',
    level: 'warning',
    dialects: null,
    since: '0.3.0',
    fix: 'review',
    sources: ['https://martinfowler.com/bliki/ParallelChange.html'],
  },

  check(context): readonly CodeDraft[] {
    const { progress } = context;
    const uses = isDualWriting(context) ? progress.facts.work : null;
    if (uses === null) return [];
    const oldIsRead = !hasStageArrived(context, 'switch-reads');
    return uses.writers
      .filter(({ fills }) => fills === 'old' || (fills === 'new' && oldIsRead))
      .map((writer) => draftOf(context, writer));
  },

  fixes: writeBoth,
};

/** From the moment writers are asked to fill both shapes until the old one is no longer written. */
function isDualWriting(context: PlanContext): boolean {
  const { progress } = context;
  if (!replacesShape(context) || progress.facts.keptInStep) return false;
  const asked = entriesOf(progress.stages, 'dual-write').some(({ standing }) => standing !== 'not-due');
  const over = entriesOf(progress.stages, 'stop-old-writes').some(({ standing }) => standing === 'complete');
  return asked && !over && !hasStageArrived(context, 'contract');
}

function draftOf(context: PlanContext, writer: ShapeWriter): CodeDraft {
  const stage = context.progress.next?.index ?? 0;
  const missing = listed(writer.missing.map(shapeName));
  return {
    file: writer.file,
    range: writer.range,
    confidence: 'medium',
    evidence: [
      { ...context.placeOf(['stages', stage, 'name']), message: `${context.plan.name}: this stage is next.` },
    ],
    message: {
      what: writer.message,
      why:
        writer.fills === 'old'
          ? `The plan "${context.plan.name}" needs both shapes written: this row will be missing or stale in the new one, and readers that switch do not see it.`
          : `The plan "${context.plan.name}" needs both shapes written: the old one is still the source of truth, and its readers do not see this row's value.`,
      remedy: `Write ${missing} in the same statement or transaction${madeAs(context)}.`,
    },
  };
}

/** Where one value is made of another or of several, a person writes it; the backfill says how. */
function madeAs({ plan, progress }: PlanContext): string {
  if (columnPair(plan)?.same === true) return '';
  const [backfill] = entriesOf(progress.stages, 'backfill');
  const sql = backfill?.stage.migration ?? backfill?.stage.file ?? null;
  return sql === null ? '' : `, with the value that ${sql} of the plan makes of the same row`;
}
