import type { IndexColumn } from '../../model/schema-change';
import { chooseIndexName } from '../../schema/generated-names';
import { sameName, writtenName } from '../../schema/lookup';
import { baked, declared, draftStage, released } from './draft-stage';
import { columnsNamed, evolvingTable, type EvolvingTable } from './evolving-table';
import { limited, qualified } from './names';
import { buildOnline, type WantedIndex } from './online-index';
import type { Answers, DraftEvolution, DraftStage, Ground, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';

/**
 * Makes columns unique. Rows that are the same stop the index, and from its first moment on it refuses what writers
 * write twice: so writers and rows come first, and the index is the contract. Heeds `bakeHours`.
 */
export const makeUnique: Recipe = {
  kind: 'make-unique',
  title: 'Make columns unique',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'columns', title: 'Columns that must be unique together', takes: 'columns', optional: false },
    { name: 'name', title: 'Name of the index or constraint', takes: 'name', optional: true },
    { name: 'as', title: 'What it becomes: constraint or index', takes: 'value', optional: true },
  ],
  answersOf(change, before) {
    if (change.kind === 'create-index') {
      const { index, table } = change;
      if (!index.unique || change.only) return null;
      const columns = index.columns.map((one) => one.column ?? one.text).join(', ');
      return { table: writtenName(table), columns, as: 'index', ...named(index.name?.name) };
    }
    if (change.kind !== 'add-constraint' || change.constraint.type !== 'unique') return null;
    const { constraint, table } = change;
    if (constraint.usingIndex !== null || constraint.deferrable || before.dialect === 'sqlite') return null;
    const columns = constraint.columns.map((one) => one.name).join(', ');
    return { table: writtenName(table), columns, as: 'constraint', ...named(constraint.name?.name) };
  },
  draft(answers, ground) {
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const wanted = wantedOf(on, answers, ground);
    if (isRefused(wanted)) return wanted;
    const refused = refuse(on, wanted);
    return refused === null ? evolution(on, answers, ground, wanted) : { refused };
  },
};

interface Wanted {
  readonly index: WantedIndex;
  /** What tells two rows apart, as SQL. */
  readonly keys: readonly string[];
  readonly asConstraint: boolean;
}

function named(name: string | undefined): Answers {
  return name === undefined ? {} : { name };
}

function wantedOf(on: EvolvingTable, answers: Answers, ground: Ground): Wanted | Refusal {
  const change = ground.asking?.change;
  const written = change?.kind === 'create-index' ? change.index : null;
  const constraint = change?.kind === 'add-constraint' ? change.constraint : null;
  const columns = written === null ? columnsNamed(on, answers['columns']) : [];
  if (columns === null)
    return {
      refused: `Not all of the columns ${answers['columns'] ?? ''} are known from the history: check the spelling, or add them in a migration before.`,
    };
  const names = columns.map((column) => column.name);
  const asConstraint = answers['as'] !== 'index' && on.dialect !== 'sqlite';
  const parts = written?.columns ?? names.map((column) => plainColumn(column, on));
  return {
    asConstraint,
    keys: parts.map((part) => keyOfPart(part, on)),
    index: {
      name: answers['name'] ?? chosenName(on, ground, names, parts, asConstraint),
      columns: parts.map((part) => part.text),
      unique: true,
      method: written?.method ?? 'btree',
      includes: written?.includes ?? constraint?.index?.includes ?? [],
      nullsNotDistinct:
        written?.nullsNotDistinct === true || /\bNULLS\s+NOT\s+DISTINCT\b/i.test(textOf(ground)),
      tail: '',
      where: written?.where?.text ?? null,
    },
  };
}

function textOf({ asking }: Ground): string {
  return asking === null
    ? ''
    : asking.statement.reading.text.slice(asking.change.range.start, asking.change.range.end);
}

function plainColumn(column: string, { quoted }: EvolvingTable): IndexColumn {
  return { column, text: quoted(column), descending: false, length: null };
}

/** The value that is compared: without order and operator class, cut to the prefix that MySQL indexes. */
function keyOfPart({ column, text, length }: IndexColumn, { quoted, dialect }: EvolvingTable): string {
  if (column === null) return `(${text})`;
  const collation = /\bCOLLATE\s+\S+/i.exec(text)?.[0];
  const plain = collation === undefined ? quoted(column) : `${quoted(column)} ${collation}`;
  return length === null || dialect === 'postgres' ? plain : `LEFT(${plain}, ${length})`;
}

/** The name the database would choose. */
function chosenName(
  { dialect, table }: EvolvingTable,
  ground: Ground,
  names: readonly string[],
  parts: readonly IndexColumn[],
  asConstraint: boolean,
): string {
  if (dialect === 'postgres')
    return chooseIndexName(ground.before, table, names, asConstraint ? 'key' : 'idx');
  const stem = dialect === 'sqlite' ? `${table.name}_${names.join('_')}_key` : (parts[0]?.column ?? 'unique');
  const taken = (name: string): boolean => table.indexes.some((one) => sameName(dialect, one.name, name));
  for (let turn = 1; ; turn++) {
    const name = turn === 1 ? stem : `${stem}_${turn}`;
    if (!taken(name)) return name;
  }
}

function refuse({ dialect, table }: EvolvingTable, { index, asConstraint }: Wanted): string | null {
  if (dialect === 'postgres' && table.partitionBy !== null)
    return 'The table is partitioned: a unique index on it cannot be built without blocking writers: plan the same for each partition by name, then create that of the whole, which takes them over.';
  if (table.indexes.some((one) => sameName(dialect, one.name, index.name)))
    return `There is an index ${index.name} already: give another name.`;
  if (asConstraint && (index.where !== null || index.columns.some((text) => /[()]/.test(text))))
    return dialect === 'postgres' ? 'A unique constraint takes plain columns only: plan an index.' : null;
  return null;
}

function evolution(on: EvolvingTable, answers: Answers, ground: Ground, wanted: Wanted): DraftEvolution {
  const { index } = wanted;
  const list = (answers['columns'] ?? index.columns.join(', ')).replace(/\s+/g, ' ');
  const duplicates = countDuplicates(on, wanted);
  const guard = { count: duplicates, message: `rows of ${on.written} share ${list}: resolve them first` };
  const writers = declared(`no running version writes two rows of ${on.written} with the same ${list}`);
  const built = buildOnline(on, index);
  const constraint =
    wanted.asConstraint && on.dialect === 'postgres' ? [intoConstraint(on, index, duplicates)] : [];
  return {
    kind: 'make-unique',
    name: `Make ${list} of ${on.written} unique`,
    title: `Make ${list} of ${on.written} unique in expand–contract steps`,
    why: `A released version that writes the same ${list} twice would fail from that moment on, and rows that are the same stop the change.`,
    table: on.written,
    from: list,
    to: `unique (${list})`,
    old: [],
    new: [],
    triggers: on.triggers,
    stages: [
      draftStage('dual-write', {
        application: `Release a version that never writes two rows with the same ${list} and handles the error that the database will raise, then set done.`,
        rollbackNote: 'Release the previous version again.',
      }),
      draftStage('backfill', {
        application: `Resolve the rows that are the same until the verification query counts none: keep one of each, merge or change the others. Then set done.`,
        preconditions: [released('dual-write')],
        verification: duplicates,
        rollbackNote: 'Stop it: nothing is refused yet.',
      }),
      draftStage('contract', {
        label: 'index',
        ...built,
        guard,
        application: 'Nothing to do.',
        preconditions: [released('backfill'), baked('dual-write', ground.options.bakeHours), writers],
        verification: duplicates,
      }),
      ...constraint,
    ],
  };
}

/** Brief: the index is there, so no row is read. */
function intoConstraint(on: EvolvingTable, index: WantedIndex, duplicates: string): DraftStage {
  const name = on.quoted(index.name);
  const spare = limited(`evolens_${index.name}`, '_spare', on.dialect);
  return draftStage('contract', {
    label: 'constraint',
    statements: [`ALTER TABLE ${on.sql} ADD CONSTRAINT ${name} UNIQUE USING INDEX ${name}`],
    preconditions: [released('backfill')],
    verification: duplicates,
    // The index goes with its constraint: another one, built before, takes its place and its name.
    rollback: [
      ...buildOnline(on, { ...index, name: spare }).statements,
      `ALTER TABLE ${on.sql} DROP CONSTRAINT ${name}`,
      `ALTER INDEX ${qualified(on.table.schema, spare, on.dialect)} RENAME TO ${name}`,
    ],
    rollbackNote: 'The index stays without the constraint; it is built once more for that.',
    rollbackFrame: 'no-transaction',
  });
}

/** Values that several rows share; a NULL is the same as none, unless the index says otherwise. */
function countDuplicates(on: EvolvingTable, { keys, index }: Wanted): string {
  const known = index.nullsNotDistinct ? [] : keys.map((key) => `${key} IS NOT NULL`);
  const conditions = [...(index.where === null ? [] : [`(${index.where})`]), ...known];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `SELECT count(*) FROM (SELECT 1 AS shared FROM ${on.sql}${where} GROUP BY ${keys.join(', ')} HAVING count(*) > 1) AS duplicates`;
}
