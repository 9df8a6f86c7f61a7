import { z } from 'zod';
import { dialects } from '../model/dialect';
import { evolutionKinds, stageNames, stagePatterns } from '../model/evolution';

const stageName = z.enum(stageNames);

const precondition = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('stage-released'),
      stage: stageName.describe(
        'Every migration of this stage is on the base branch, or the stage says done.',
      ),
    }),
    z.strictObject({
      kind: z.literal('declared'),
      what: z.string().min(1).describe('What a person declares, by repeating the sentence under `declared`.'),
    }),
    z.strictObject({
      kind: z.literal('unused-in-released-version'),
      table: z.string().min(1),
      column: z.string().min(1).nullable(),
    }),
    z.strictObject({
      kind: z.literal('bake-time'),
      stage: stageName,
      hours: z.number().nonnegative().describe('Hours since the stage reached the base branch.'),
    }),
    z.strictObject({
      kind: z.literal('not-before'),
      date: z.iso.date().describe('A day, YYYY-MM-DD.'),
      why: z.string().min(1).describe('What must be over by then.'),
    }),
  ])
  .describe('What must hold before the stage may be advanced.');

const limits = z
  .strictObject({
    latencyPercent: z
      .number()
      .nullable()
      .default(null)
      .describe('Rise of the 99th percentile of latency, in percent.'),
    errorPercent: z.number().nullable().default(null).describe('Error rate, in percentage points.'),
    agreementPercent: z
      .number()
      .nullable()
      .default(null)
      .describe('Rows or answers of the old and the new shape that agree, in percent.'),
  })
  .default({ latencyPercent: null, errorPercent: null, agreementPercent: null });

const thresholds = z
  .strictObject({
    advance: limits.describe('Go on while no figure is above this (agreement: not below).'),
    pause: limits.describe('Wait when a figure reaches this.'),
    rollback: limits.describe('Go back when a figure reaches this.'),
  })
  .nullable()
  .default(null)
  .describe('Figures that decide whether a stage goes on, waits, or goes back.');

const shapes = z
  .array(
    z.strictObject({
      table: z.string().min(1).describe('A table, qualified where its migrations qualify it.'),
      column: z.string().min(1).nullable().default(null).describe('null: the table as a whole.'),
    }),
  )
  .default([]);

const stage = z.strictObject({
  name: stageName,
  file: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('The SQL file beside the plan, or the script of a backfill; null: the stage has none.'),
  migration: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Where the file went when the stage was advanced, from the root of the workspace.'),
  run: z
    .enum(['runner', 'by-hand'])
    .default('runner')
    .describe('by-hand: it must run outside the transaction of the migration runner, so a person runs it.'),
  application: z.string().default('').describe('What the application must do at this stage.'),
  preconditions: z.array(precondition).default([]),
  pattern: z.enum(stagePatterns).nullable().default(null).describe('How the stage is rolled out.'),
  bakeHours: z
    .number()
    .nonnegative()
    .nullable()
    .default(null)
    .describe('Hours the stage is held once it is on the base branch, before the next is due.'),
  thresholds: thresholds.describe('In place of those of the plan.'),
  verification: z
    .string()
    .nullable()
    .default(null)
    .describe('A query whose result must be empty or zero once the stage has run.'),
  rollback: z.string().default('').describe('SQL, or comments, that undo the stage.'),
  oneWay: z.boolean().default(false).describe('There is no way back from this stage.'),
  done: z.boolean().default(false).describe('A person declares: the stage ran and its verification held.'),
});

/** The plan file as a schema: what `media/plan.schema.json` is made from. */
export const planSchema = z
  .strictObject({
    version: z.literal(1),
    name: z.string().min(1),
    why: z.string().min(1),
    kind: z.enum(evolutionKinds),
    dialect: z.enum(dialects),
    table: z.string().min(1),
    from: z.string().min(1).nullable().default(null).describe('The old name, or what it was.'),
    to: z.string().min(1).nullable().default(null).describe('The new name, or what it becomes.'),
    old: shapes.describe('What goes away with contract.'),
    new: shapes.describe('What takes its place.'),
    owner: z.string().min(1).nullable().default(null).describe('Who carries it through.'),
    thresholds,
    declared: z
      .array(z.string())
      .default([])
      .describe('Preconditions a person declares to hold, word for word.'),
    stages: z.array(stage).min(1),
  })
  .describe('An evolution: one intended change carried through its stages.');

/** JSON Schema (2020-12) of the plan file, as an editor reads it. */
export function planJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(planSchema, { io: 'input' }),
    $id: 'evolens://plan.schema.json',
    title: 'Evolens plan',
  };
}
