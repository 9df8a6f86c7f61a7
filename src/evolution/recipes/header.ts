import type { Plan, PlanStage } from '../../model/evolution';

/** What a stage's file says about itself, as SQL comments. */
export function stageHeader(
  plan: Plan,
  stage: PlanStage,
  facts: { readonly triggers: readonly string[] },
): string {
  const lines = [`${plan.name}: ${stage.name}. Described by plan.evolution.yml.`];
  if (stage.run === 'by-hand')
    lines.push(
      'Run it outside the migration runner, because it commits as it goes or must not be in a transaction:',
      plan.dialect === 'postgres'
        ? `  psql -v ON_ERROR_STOP=1 -f ${stage.file ?? ''}`
        : `  ${plan.dialect === 'mysql' ? 'mysql' : 'mariadb'} DATABASE < ${stage.file ?? ''}`,
      'and set done: true in the plan when its verification holds.',
    );
  if (stage.name === 'backfill') {
    lines.push(
      'Batches of 10,000 rows with a pause of 100 ms; when it is interrupted, run it again and it goes on.',
    );
    if (facts.triggers.length > 0)
      lines.push(`It updates rows, so these triggers fire for each of them: ${facts.triggers.join(', ')}.`);
  }
  if (stage.oneWay) lines.push('One-way door: there is no way back from here without a backup.');
  return `${lines.map((line) => `-- ${line.replaceAll('\n', ' ')}`).join('\n')}\n`;
}
