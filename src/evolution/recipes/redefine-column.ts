import type { ChangeOf, ColumnDefinition } from '../../model/schema-change';
import { effectsOf } from '../../schema/effects/effects';
import { sameName, writtenName } from '../../schema/lookup';
import { changeColumnType } from './change-column-type';
import { typeOfText } from './columns/type-of-text';
import { baked, draftStage } from './draft-stage';
import { evolvingColumn, type EvolvingColumn } from './evolving-table';
import { makeRequired } from './make-required';
import { columnDefinition } from './mysql/column-definition';
import type { Answers, DraftEvolution, Ground, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';

/**
 * MODIFY and CHANGE of MySQL and MariaDB. Where the server can do it at once or in place it is one step that asks for
 * exactly that, so that it fails instead of copying the table; else the stages of a required column or of another type.
 */
export const redefineColumn: Recipe = {
  kind: 'redefine-column',
  title: 'Redefine a column (MODIFY, CHANGE)',
  dialects: ['mysql', 'mariadb'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'Column', takes: 'column', optional: false },
    { name: 'type', title: 'New type', takes: 'type', optional: false },
    { name: 'value', title: 'What rows without a value get, when it becomes required', takes: 'expression', optional: true },
  ], // prettier-ignore
  answersOf(change, before) {
    if (change.kind !== 'redefine-column' || (before.dialect !== 'mysql' && before.dialect !== 'mariadb'))
      return null;
    const { definition, column, table } = change;
    if (!sameName(before.dialect, definition.name.name, column.name) || definition.type === null) return null;
    return { table: writtenName(table), column: column.name, type: definition.type.text };
  },
  draft(answers, ground) {
    const { dialect } = ground.before;
    if (dialect !== 'mysql' && dialect !== 'mariadb')
      return { refused: 'MODIFY and CHANGE are statements of MySQL and MariaDB: plan change-column-type or make-required here.' };
    const on = evolvingColumn(answers, ground);
    if (isRefused(on)) return on;
    const change = changeOf(on, answers, ground);
    const required = change.definition.notNull !== null && on.column.nullable;
    const otherType = !sameText(change.definition.type?.text, on.column.type?.text);
    if (required && otherType)
      return { refused: 'The column becomes required and gets another type: make these two migrations, each has stages of its own.' }; // prettier-ignore
    const way = wayOf(change, ground);
    if (required) return named(makeRequired.draft(answers, { ...ground, asking: null }));
    if (way === 'copy')
      return otherType
        ? named(changeColumnType.draft(answers, ground))
        : { refused: 'The server copies the table for this change, and no stages are known for it: add a column that is defined as wanted, fill it (evolens plan backfill), and drop the old one (evolens plan drop-column).' };
    return oneStep(on, ground, change, way);
  },
}; // prettier-ignore

type Redefine = ChangeOf<'redefine-column'>;
type Way = 'INSTANT' | 'INPLACE' | 'copy';

const nowhere = { start: 0, end: 0 };

/** The change that asks, or one of the type alone. */
function changeOf(on: EvolvingColumn, answers: Answers, { asking }: Ground): Redefine {
  if (asking?.change.kind === 'redefine-column') return asking.change;
  const { column, table } = on;
  const name = { name: column.name, range: nowhere };
  const definition: ColumnDefinition = {
    name,
    type: typeOfText(answers['type'] ?? ''),
    notNull: column.nullable ? null : nowhere,
    default: column.default,
    onUpdate: null,
    generated: column.generated,
    identity: null,
    autoIncrement: column.autoIncrement,
    collation: column.collation,
    comment: null,
    position: null,
    constraints: [],
    range: nowhere,
  };
  return {
    kind: 'redefine-column',
    table: { name: table.name, schema: table.schema, range: nowhere },
    column: name,
    definition,
    range: nowhere,
  };
}

/** The best that the server can do for it while rows are written. */
function wayOf(change: Redefine, { before, history }: Ground): Way {
  const { effects } = effectsOf(change, before, {
    target: history.target,
    createdInTransaction: () => false,
  });
  const [effect] = effects;
  if (effect === undefined || effect.lock !== 'NONE' || effect.algorithm === 'COPY') return 'copy';
  return effect.algorithm === 'INSTANT' ? 'INSTANT' : 'INPLACE';
}

function oneStep(on: EvolvingColumn, ground: Ground, change: Redefine, way: Way): DraftEvolution {
  const { sql, name, column, written } = on;
  const preset = column.default?.text ?? null;
  const own = (type?: string): string =>
    columnDefinition(on, ground, {
      nullable: column.nullable,
      preset,
      ...(type === undefined ? {} : { type }),
    });
  const { asking } = ground;
  // The definition as the migration writes it, without its name: it may say more than the type.
  const text =
    asking?.change === change
      ? asking.statement.reading.text
          .slice(change.definition.name.range.end, change.definition.range.end)
          .trim()
      : own(change.definition.type?.text);
  const asked = way === 'INSTANT' ? 'ALGORITHM=INSTANT' : 'ALGORITHM=INPLACE, LOCK=NONE';
  return {
    kind: 'redefine-column',
    name: `Redefine ${written}.${column.name}`,
    title: `Redefine ${written}.${column.name} without copying the table`,
    why: `Without asking for it, the server may copy ${written} while nobody can write it.`,
    table: written,
    from: column.type?.text ?? null,
    to: change.definition.type?.text ?? null,
    old: [],
    new: [],
    triggers: on.triggers,
    stages: [
      draftStage('expand', {
        statements: [`ALTER TABLE ${sql} MODIFY COLUMN ${name} ${text}, ${asked}`],
        application: 'Nothing to do: every value the column holds stays as it is.',
        rollback: [`ALTER TABLE ${sql} MODIFY COLUMN ${name} ${own()}`],
        rollbackNote:
          'The table is copied while nobody writes it; values that only the new definition takes stand in the way.',
      }),
      draftStage('contract', {
        application: 'Release the version that uses what the new definition allows, then set done.',
        preconditions: [{ kind: 'stage-released', stage: 'expand' }, baked('expand', ground.options.bakeHours)],
        rollbackNote: 'Release the previous version again.',
      }),
    ],
  };
} // prettier-ignore

function named(draft: DraftEvolution | Refusal): DraftEvolution | Refusal {
  return isRefused(draft) ? draft : { ...draft, kind: 'redefine-column' };
}

function sameText(one: string | undefined, other: string | undefined): boolean {
  const folded = (text: string | undefined): string => (text ?? '').toLowerCase().replace(/\s+/g, '');
  return folded(one) === folded(other);
}
