import { sameName, type QualifiedName } from '../../schema/lookup';
import type { ChangeContext } from '../rule';

/** The view keeps the old name of a renamed table alive: then the rename was the expand step. */
export function isLeftByRename(context: ChangeContext, name: QualifiedName): boolean {
  const { dialect } = context.before;
  const renamed = context.history.migrations
    .slice(0, context.migration.order + 1)
    .flatMap((migration) => migration.script.statements)
    .flatMap((statement) => statement.reading.changes)
    .some((change) => change.kind === 'rename-table' && sameName(dialect, change.table.name, name.name));
  return (
    renamed ||
    context.plans.some(
      ({ plan }) =>
        plan.kind === 'rename-table' && plan.from !== null && sameName(dialect, plan.from, name.name),
    )
  );
}
