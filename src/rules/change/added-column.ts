import type { ColumnDefinition, ObjectName } from '../../model/schema-change';
import { columnOf, findTable } from '../../schema/lookup';
import { blocksWrites } from '../../schema/effects/describe';
import type { ChangeContext, Draft } from '../rule';
import { circumstances, weighed } from './weight';
import { assumptionWords, lockWords, nameOf, sentences, whoUses } from './words';

/** A column that is added to a table from before this migration, where every row is written anew for it. */
export interface RewritingColumn {
  readonly table: ObjectName;
  readonly column: ColumnDefinition;
}

/** The added column when adding it rewrites the table; null when it does not, the table is new, or the column is there already. */
export function rewritingColumn(context: ChangeContext): RewritingColumn | null {
  const { change, before } = context;
  if (change.kind !== 'add-column' || context.isNew(change.table)) return null;
  const table = findTable(before, change.table);
  const { column } = change;
  if (change.ifNotExists && table !== null && columnOf(before.dialect, table, column.name.name) !== null)
    return null;
  return context.effects.effects.some((effect) => effect.rewrite) ? { table: change.table, column } : null;
}

/** The finding about a rewriting column: `cause` follows "is added to the table", `remedy` is a sentence. */
export function rewriteDraft(
  context: ChangeContext,
  { table, column }: RewritingColumn,
  cause: string,
  remedy: string,
): Draft {
  const lock = lockWords(context);
  const blocks = context.effects.effects.some((effect) => effect.rewrite && blocksWrites(effect.lock));
  return {
    range: context.change.range,
    severity: blocks ? weighed(context, [table], 'warning') : 'info',
    ...(context.effects.assumptions.length > 0 ? { confidence: 'medium' as const } : {}),
    message: {
      what: `Column ${column.name.name} is added to ${nameOf(table)} ${cause}, which writes every row of the table anew.`,
      why: sentences(
        lock === ''
          ? 'It takes as long as the table is large, though reads and writes go on.'
          : `Until that is done the statement holds ${lock}.`,
        assumptionWords(context),
        circumstances(context, table),
        whoUses(context, table),
      ),
      remedy,
    },
  };
}
