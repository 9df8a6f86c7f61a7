import { replaceAskingCall } from '../../evolution/writing/asking-in-code';
import type { AskingStatement } from '../../evolution/recipes/recipe';
import type { History } from '../../model/migration';
import type { Schema } from '../../model/schema';
import type { SchemaChange } from '../../model/schema-change';
import type { Statement } from '../../model/statement';
import type { TextEdit } from '../../model/text';
import { sameName, tableKey } from '../../schema/lookup';
import { removeAction } from '../../sql/edits/remove-action';
import type { FixContext } from '../rule';
import { agree, dropAndAdd, type DropAndAdd } from './drop-and-add';
import { wholeStatement } from './whole-statement';

/** DROP and ADD of a column as the one change that they mean, for a recipe to take its place. */
export interface PairAsOne {
  readonly history: History;
  readonly before: Schema;
  readonly asking: AskingStatement;
  /** Take ADD away, in offsets of the file; none where one statement holds both. */
  readonly edits: readonly TextEdit[];
}

/**
 * The rename, or the change of type, that DROP and ADD stand for: the history and the schema are as if it were written
 * so. null: there is no such pair, the two are declared differently, or they cannot be cut out.
 */
export function pairAsOne(context: FixContext): PairAsOne | null {
  const pair = dropAndAdd(context);
  const { change, statement, migration, history } = context;
  if (change.kind !== 'drop-column' || pair === null || !agree(pair)) return null;
  const added = migration.script.statements[pair.addedAt.statement];
  if (added === undefined) return null;
  const together = added === statement;
  if (together && statement.reading.changes.length !== 2) return null;
  const edits = together ? [] : withoutAdding(context, pair, added);
  if (edits === null) return null;
  const meant = meaning(change, pair);
  const exchanged = (one: Statement): Statement => ({
    ...one,
    reading: {
      ...one.reading,
      changes: one.reading.changes.flatMap((each) => (each === change ? [meant] : each === pair.added ? [] : [each])),
    },
  });
  const statements = migration.script.statements.map((one) => (one === statement || one === added ? exchanged(one) : one));
  const script = { ...migration.script, statements };
  const asOne = { ...migration, script };
  const own = statements[context.index];
  if (own === undefined) return null;
  return {
    history: { ...history, migrations: history.migrations.map((one) => (one === migration ? asOne : one)) },
    before: beforeAdding(context, pair),
    asking: { migration: asOne, statement: own, index: context.index, changeIndex: own.reading.changes.indexOf(meant), change: meant },
    edits,
  };
} // prettier-ignore

function meaning(change: SchemaChange & { kind: 'drop-column' }, { added, kind }: DropAndAdd): SchemaChange {
  const { table, column, range } = change;
  const { type, name } = added.column;
  return kind === 'type' && type !== null
    ? { kind: 'alter-column-type', table, column, range, type, using: null, collation: null }
    : { kind: 'rename-column', table, column, range, newName: name };
}

/** ADD may stand before DROP: then the schema there has the new column already. */
function beforeAdding({ before, change }: FixContext, { added, kind }: DropAndAdd): Schema {
  if (kind === 'type' || change.kind !== 'drop-column') return before;
  const key = tableKey(before.dialect, change.table);
  const table = before.tables.get(key);
  if (table === undefined) return before;
  const columns = table.columns.filter((one) => !sameName(before.dialect, one.name, added.column.name.name));
  if (columns.length === table.columns.length) return before;
  return { ...before, tables: new Map([...before.tables, [key, { ...table, columns }]]) };
}

function withoutAdding(context: FixContext, { added, addedAt }: DropAndAdd, statement: Statement): readonly TextEdit[] | null {
  const { migration, history, change } = context;
  const { file, script, embedding } = migration;
  const alone = statement.reading.changes.length === 1;
  if (embedding !== null) {
    const asking = { migration, statement, index: addedAt.statement, changeIndex: addedAt.changeIndex, change: added };
    return alone && change.kind === 'drop-column' ? replaceAskingCall(asking, history, [], `${added.column.name.name} is added in stages instead`) : null;
  }
  if (alone) return [{ file, range: wholeStatement(script, statement), newText: '' }];
  return removeAction(statement.reading, added)?.map(({ range, newText }) => ({
    file,
    range: { start: statement.start + range.start, end: statement.start + range.end },
    newText,
  })) ?? null;
} // prettier-ignore
