import type { Dialect } from '../../model/dialect';
import type { PlanStage } from '../../model/evolution';
import type { RecipeOptions } from '../recipes/recipe';

/** What the header of a stage's file says beyond the stage itself. */
export interface HeaderFacts {
  /** Of the plan. */
  readonly name: string;
  readonly dialect: Dialect;
  readonly options: RecipeOptions;
  /** Triggers that exist and fire during a backfill. */
  readonly triggers: readonly string[];
}

/** What a stage's file says about itself, as SQL comments. */
export function stageHeader(stage: PlanStage, facts: HeaderFacts): string {
  const lines = headerLines(stage, facts, [
    'Run it outside the migration runner, because it commits as it goes or must not be in a transaction:',
    `  ${clientCall(facts.dialect, stage.file ?? '')}`,
    'and set done: true in the plan when its verification holds.',
  ]);
  return `${lines.map((line) => `-- ${line.replaceAll('\n', ' ')}`).join('\n')}\n`;
}

/** The same, line by line, with what is said of how a person runs it. */
export function headerLines(
  stage: PlanStage,
  facts: HeaderFacts,
  byHand: readonly string[],
): readonly string[] {
  const lines = [`${facts.name}: ${stage.name}. Described by plan.evolution.yml.`];
  if (stage.run === 'by-hand') lines.push(...byHand);
  if (stage.name === 'backfill') {
    const { batchRows, pauseMilliseconds } = facts.options;
    lines.push(
      `Batches of ${batchRows.toLocaleString('en')} rows with a pause of ${pauseMilliseconds} ms; when it is interrupted, run it again and it goes on.`,
    );
    if (facts.triggers.length > 0)
      lines.push(`It updates rows, so these triggers fire for each of them: ${facts.triggers.join(', ')}.`);
  }
  if (stage.oneWay) lines.push('One-way door: there is no way back from here without a backup.');
  return lines;
}

function clientCall(dialect: Dialect, file: string): string {
  switch (dialect) {
    case 'postgres':
      return `psql -v ON_ERROR_STOP=1 -f ${file}`;
    case 'mysql':
    case 'mariadb':
      return `${dialect} DATABASE < ${file}`;
    case 'sqlite':
      return `sqlite3 -bail DATABASE < ${file}`;
  }
}
