import type { StageProgress } from '../../evolution/progress';
import { hasArrived } from '../../evolution/progress';
import { plansTaking } from '../change/planned-contract';
import { droppedColumns } from '../change/vanishing-column';
import { listed, nameOf } from '../change/words';
import type { ChangeContext, Draft, MigrationRule, PlannedEvolution } from '../rule';

export const contractBeforeVerify: MigrationRule = {
  meta: {
    id: 'contract-before-verify',
    family: 'evolution',
    title: 'The old shape of a plan goes before the new one is verified and read.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.3.0',
    fix: null,
    sources: ['https://martinfowler.com/bliki/ParallelChange.html'],
  },
  kinds: ['drop-column', 'drop-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    const columns = droppedColumns(context).flatMap(({ table, column, range }) =>
      plansTaking(context, table, column).flatMap((planned) =>
        draftsOf(planned, `${nameOf(table)}.${column}`, range),
      ),
    );
    if (change.kind !== 'drop-table' || columns.length > 0) return columns;
    return isNewOrGone(context)
      ? []
      : plansTaking(context, change.table, null).flatMap((planned) =>
          draftsOf(planned, nameOf(change.table), change.range),
        );
  },
};

function isNewOrGone(context: ChangeContext): boolean {
  return context.change.kind === 'drop-table' && context.isNew(context.change.table);
}

const before = new Set(['backfill', 'verify', 'switch-reads', 'stop-old-writes']);

function draftsOf({ file, plan, progress }: PlannedEvolution, shape: string, range: Draft['range']): Draft[] {
  const open = progress?.stages.filter((one) => before.has(one.stage.name) && !hasArrived(one)) ?? [];
  if (open.length === 0) return [];
  const names = listed([...new Set(open.map(({ stage }) => stage.name))]);
  const holds = open.length === 1 ? 'holds' : 'hold';
  return [
    {
      range,
      evidence: [
        {
          file,
          range: { start: 0, end: 0 },
          message: `Of ${plan.name}, ${names} ${open.length === 1 ? 'is' : 'are'} not done.`,
        },
        ...open.flatMap(placesOf),
      ],
      message: {
        what: `${shape} goes here, but ${names} of the plan "${plan.name}" ${open.length === 1 ? 'is' : 'are'} not done.`,
        why: 'Until then nobody knows whether the new shape has every value, and released code may still ask for the old one; once it is gone, neither can be made good.',
        remedy: `Take this out of the migration, and advance the plan until ${names} ${holds}.`,
      },
    },
  ];
}

function placesOf({ blockers }: StageProgress): NonNullable<Draft['evidence']> {
  return blockers.flatMap((blocker) => blocker.places).slice(0, 3);
}
