import { baked, batchIntervalPassed, declared, draftStage, released, unused } from '../draft-stage';
import type { DraftEvolution, DraftStage } from '../recipe';
import { generatedNotes } from './old-readers';
import { newNames, oldNames, type Replacement, type Wording } from './replacement';
import type { LabelledStep, ReplacementSql } from './sql';

/** The stages of columns that replace others: expand to contract, whatever the recipe and the dialect. */
export function replacementStages(facts: Replacement, sql: ReplacementSql, said: Wording): DraftEvolution {
  return {
    kind: facts.kind,
    name: said.name,
    title: said.title,
    why: said.why,
    table: facts.written,
    from: said.from,
    to: said.to,
    old: oldNames(facts).map((column) => ({ table: facts.written, column })),
    new: newNames(facts).map((column) => ({ table: facts.written, column })),
    triggers: facts.triggers,
    stages: [
      expand(facts, sql),
      dualWrite(facts, sql),
      backfill(facts, sql),
      ...verify(sql),
      switchReads(facts, sql),
      ...stopOldWrites(facts, sql),
      ...contract(facts, sql, said),
    ],
  };
}

/** What expand says of its verification. */
export const unconvertibleNote =
  'The verification counts rows that cannot be converted: correct them before the backfill, they are not filled.';

const together = (names: readonly string[]): string => names.join(', ');

function expand(facts: Replacement, sql: ReplacementSql): DraftStage {
  const [from, to] = [together(oldNames(facts)), together(newNames(facts))];
  const convertible = sql.unconvertible === null ? '' : ` ${unconvertibleNote}`;
  return draftStage('expand', {
    statements: sql.expand.statements,
    application:
      (facts.keepsName
        ? `Nothing to do: ${from} stays what it is, and ${to} is filled beside it.`
        : facts.options.dualWrite === 'application'
          ? `Nothing to do yet: versions that use ${from} go on, and ${to} stays empty.`
          : facts.conversion === 'same'
            ? `Nothing to do: versions that use ${from} and versions that use ${to} can both write once this has run; ${to} is complete to read once the backfill is done.`
            : `Nothing to do: versions that use ${from} go on. A version that uses ${to} is due once the backfill is done.`) +
      convertible +
      (sql.expand.note === undefined ? '' : ` ${sql.expand.note}`),
    verification: sql.unconvertible,
    rollback: sql.expand.rollback,
    rollbackNote: 'Drops the new shape; the old one holds every value.',
  });
}

function dualWrite(facts: Replacement, sql: ReplacementSql): DraftStage {
  if (facts.options.dualWrite === 'triggers')
    return draftStage('dual-write', {
      application:
        'Nothing to do: triggers fill both shapes whoever writes; the old one is the source of truth.',
      preconditions: [released('expand')],
      verification: sql.unconvertible,
      rollbackNote: 'Together with expand.',
      done: true,
    });
  const sets = facts.new.map((one) => `${one.name} to ${one.forward}`).join(', ');
  return draftStage('dual-write', {
    application: `Release a version in which every statement that writes ${together(oldNames(facts))} sets ${sets} as well, in the same statement or transaction; then set done. A second write that fails must be queued and alerted, never only logged.`,
    preconditions: [released('expand')],
    rollbackNote: 'Release the version before: it writes the old shape only.',
  });
}

function backfill(facts: Replacement, sql: ReplacementSql): DraftStage {
  return draftStage('backfill', {
    statements: sql.backfill.statements,
    frame: sql.backfill.frame,
    batches: sql.backfill.batches ?? null,
    application:
      'Nothing to do. Watch replication lag and latency while it runs; it can be stopped and started again.',
    preconditions: [
      released('expand'),
      ...(facts.options.dualWrite === 'application' ? [released('dual-write')] : []),
    ],
    verification: sql.verification,
    rollbackNote: 'Stop it: nothing reads the new shape yet.',
  });
}

function verify(sql: ReplacementSql): readonly DraftStage[] {
  const steps = [...sql.indexes, ...sql.verify];
  const common = { preconditions: [released('backfill')], verification: sql.verification };
  if (steps.length === 0)
    return [
      draftStage('verify', {
        ...common,
        application: 'Nothing to do. Run the verification query: it must count no row.',
      }),
    ];
  return steps.map((step) => draftStage('verify', { ...common, ...stageOf(step, 'Nothing to do.') }));
}

function stageOf(step: LabelledStep, application: string): Partial<DraftStage> {
  return {
    label: step.label,
    application: step.note === undefined ? application : `${application} ${step.note}`,
    ...(step.verification === undefined ? {} : { verification: step.verification }),
    statements: step.statements,
    frame: step.frame,
    rollback: step.rollback,
    rollbackFrame: step.frame,
    rollbackNote: 'Gives back the indexes and constraints as they were before this stage.',
  };
}

function switchReads(facts: Replacement, sql: ReplacementSql): DraftStage {
  const to = together(newNames(facts));
  const from = together(oldNames(facts));
  if (facts.keepsName)
    return draftStage('switch-reads', {
      application: `Nothing to do: the name stays ${from}. Make sure that every version reads it into a type that takes the new values.`,
      preconditions: [released('verify')],
      verification: sql.verification,
      done: true,
    });
  return draftStage('switch-reads', {
    application:
      facts.options.dualWrite === 'application'
        ? `Release the version that reads ${to}, behind a flag and with ${from} as fallback, and still writes both; then set done.`
        : `Release the version that reads and writes ${to} only, then set done. Until contract it must write only what ${from} can hold too.`,
    preconditions: [released('verify')],
    verification: sql.verification,
    rollbackNote: 'Release the previous version again: its columns were kept in step.',
  });
}

function stopOldWrites(facts: Replacement, sql: ReplacementSql): readonly DraftStage[] {
  const readersStay = sql.oldReaders !== null;
  const gone =
    facts.keepsName || readersStay ? [] : oldNames(facts).map((column) => unused(facts.written, column));
  const label = `${facts.written}.${together(oldNames(facts))}`;
  const application =
    facts.options.dualWrite === 'application'
      ? `Run this, then release the version that writes ${together(newNames(facts))} only, and set done.`
      : facts.keepsName
        ? 'Nothing to do: no version has to change.'
        : `Make sure that no running version, job or report ${readersStay ? `writes ${label}; reading it goes on` : `uses ${label}`}, then set done.`;
  const common = {
    application,
    preconditions: [released('switch-reads'), ...(facts.options.dualWrite === 'application' ? [] : gone)],
    rollbackNote: 'Release the previous version again: its columns are still there.',
  };
  if (sql.stopOldWrites.length === 0)
    return [draftStage('stop-old-writes', { ...common, done: facts.keepsName })];
  return sql.stopOldWrites.map((step) =>
    draftStage('stop-old-writes', {
      ...common,
      ...stageOf(step, application),
      rollbackNote: common.rollbackNote,
    }),
  );
}

function contract(facts: Replacement, sql: ReplacementSql, said: Wording): readonly DraftStage[] {
  const named = together(oldNames(facts));
  const label = `${facts.written}.${named}`;
  const gone = oldNames(facts).map((column) => unused(facts.written, column));
  const common = [
    ...facts.triggers.map((trigger) => declared(`trigger ${trigger} of ${facts.written} does not use ${named}`)),
    ...said.declared.map(declared),
    ...(sql.altered === null
      ? []
      : [declared(`values that the conversion changes for good are accepted; they are counted by: ${sql.altered}`)]),
  ];
  const note = sql.contractNote === null ? '' : ` ${sql.contractNote}`;
  const last = {
    statements: sql.contract,
    guard: sql.guard,
    rollbackNote: 'None: the old shape is dropped. Its values live on in the new one.',
    oneWay: true,
  };
  if (sql.oldReaders === null)
    return [
      draftStage('contract', {
        ...last,
        application:
          (facts.keepsName
            ? `Nothing to do: ${label} has its new type once this has run.`
            : `Nothing to do: ${label} is not used any more.`) + note,
        preconditions: [
          released('stop-old-writes'),
          ...(facts.keepsName ? [] : gone),
          baked('verify', facts.options.bakeHours),
          ...(facts.keepsName
            ? [declared(`no running version inserts into ${facts.written} without naming the columns: ${named} stands last afterwards`)]
            : [batchIntervalPassed(label)]),
          ...common,
        ],
      }),
    ];
  const notes = generatedNotes(facts);
  return [
    draftStage('contract', {
      ...last,
      label: 'exchange',
      application: notes.application + note,
      preconditions: [
        released('stop-old-writes'),
        baked('verify', facts.options.bakeHours),
        ...notes.declared.map(declared),
        ...common,
      ],
    }),
    draftStage('contract', {
      statements: sql.oldReaders.statements,
      application: `Nothing to do: ${label} is not read any more.`,
      preconditions: [...gone, batchIntervalPassed(label)],
      rollback: sql.oldReaders.rollback,
      rollbackNote: 'The generated columns are made again: they hold no values of their own.',
    }),
  ];
} // prettier-ignore
