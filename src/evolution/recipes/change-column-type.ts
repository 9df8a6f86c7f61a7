import { quote } from '../../sql/identifiers';
import type { Dialect } from '../../model/dialect';
import type { ColumnType, SchemaChange } from '../../model/schema-change';
import { writtenName } from '../../schema/lookup';
import { sameFamily, typeChangeKind } from './columns/conversion';
import { guardedConversion } from './columns/guarded-conversion';
import { replaceColumns } from './columns/replace';
import type { NewColumn } from './columns/replacement';
import { evolvingColumn, type EvolvingColumn } from './evolving-table';
import { expressionFault, withColumn, withColumns } from './expressions';
import { limited } from './names';
import {
  isRefused,
  type Answers,
  type DraftEvolution,
  type Ground,
  type Recipe,
  type Refusal,
} from './recipe';
import { typeOfText } from './columns/type-of-text';

/**
 * A column gets another type. Where every value fits the new type and comes back, the column keeps its name and the
 * application does not change; else a column of the new type stands beside it, under a name of its own, and the
 * application moves over. Heeds dualWrite, oldReaders (generated-column), batchRows, pauseMilliseconds, keyColumns
 * and bakeHours.
 */
export const changeColumnType: Recipe = {
  kind: 'change-column-type',
  title: 'Change the type of a column',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'Column', takes: 'column', optional: false },
    { name: 'type', title: 'New type', takes: 'type', optional: false },
    { name: 'using', title: 'New value, as an expression over the old column', takes: 'expression', optional: true },
    { name: 'back', title: 'Old value, as an expression over the new column', takes: 'expression', optional: true },
    { name: 'to', title: 'Name of the new column, when the values are converted', takes: 'name', optional: true },
  ], // prettier-ignore
  answersOf: (change: SchemaChange): Answers | null =>
    change.kind === 'alter-column-type' && change.collation === null
      ? {
          table: writtenName(change.table),
          column: change.column.name,
          type: change.type.text,
          ...(change.using === null ? {} : { using: change.using.text }),
        }
      : null,
  draft,
};

function draft(answers: Answers, ground: Ground): DraftEvolution | Refusal {
  const from = evolvingColumn(answers, ground);
  if (isRefused(from)) return from;
  const { column, dialect, written } = from;
  const text = (answers['type'] ?? '').trim();
  const fault = expressionFault(text, dialect);
  if (fault !== null) return { refused: `The type ${text} cannot be used: ${fault}.` };
  if (column.type === null) return { refused: 'The type of the column is not known from the history.' };
  const asked = ground.asking?.change;
  const type = asked?.kind === 'alter-column-type' && asked.type.text === text ? asked.type : typeOfText(text);
  const kind = answers['using'] === undefined ? typeChangeKind(column.type, type, dialect) : 'converting';
  if (kind === 'instant')
    return { refused: `The database changes ${column.type.text} to ${text} without touching rows: one statement is enough.` };
  // A version that writes both columns itself needs both names until it is gone.
  const byTriggers = ground.options.dualWrite === 'triggers';
  const keepsName = kind === 'widening' && answers['to'] === undefined && byTriggers && dialect !== 'sqlite';
  const to = answers['to'] ?? limited(`${column.name}_${keepsName ? 'new' : suffixOf(type)}`, '', dialect);
  const family = sameFamily(column.type, type, dialect);
  const ways = waysOf(from, answers, column.type, type, to, kind);
  if (isRefused(ways)) return ways;
  return replaceColumns(from, ground, {
    kind: 'change-column-type',
    conversion: kind === 'widening' ? 'widening' : 'expressions',
    carries: family,
    keepsName,
    failed: ways.failed,
    old: [{ column, backward: ways.backward }],
    new: [newColumn(from, to, type, text, ways.forward, family || castAlone(from, text, answers['using']))],
    wording: {
      name: `Change ${written}.${column.name} to ${text}`,
      title: `Split the new type of ${written}.${column.name} into expand–contract steps`,
      why: `Changing ${column.type.text} to ${text} in one statement writes every row anew while nobody can use the table.`,
      from: keepsName ? column.type.text : column.name,
      to: keepsName ? text : to,
      declared: ways.declared,
    },
  });
} // prettier-ignore

interface Ways {
  readonly forward: string;
  readonly backward: string;
  /** A condition for values that cannot be converted, where the dialect needs one; null: none. */
  readonly failed: string | null;
  readonly declared: readonly string[];
}

function waysOf(
  { column, dialect }: EvolvingColumn,
  answers: Answers,
  was: ColumnType,
  type: ColumnType,
  to: string,
  kind: 'widening' | 'converting',
): Ways | Refusal {
  const [value, back] = [quote(column.name, dialect), quote(to, dialect)];
  const { using } = answers;
  // The new column is spoken of by the old name in an expression that a person gives for the way back.
  const given = answers['back'] === undefined ? null : withColumn(answers['back'], column.name, to, dialect);
  if (dialect === 'postgres' || kind === 'widening')
    return { forward: using ?? value, backward: given ?? back, failed: null, declared: [] };
  if (using !== undefined)
    return {
      forward: using,
      backward: given ?? plainCast(back, was, dialect),
      failed: null,
      declared: [`${using} gives a value or NULL, never an error, for every value of ${column.name}`],
    };
  const known =
    dialect === 'sqlite'
      ? { forward: plainCast(value, type, dialect), backward: plainCast(back, was, dialect) }
      : guardedConversion(was, type, value, back);
  if (known === null)
    return {
      refused: `No conversion of ${was.text} to ${type.text} is known that never fails: give an expression that yields NULL for what cannot be converted.`,
    };
  return {
    forward: known.forward,
    backward: given ?? known.backward,
    failed: `${value} IS NOT NULL AND (${known.forward}) IS NULL`,
    declared: [],
  };
}

/** SQLite converts whatever it can; MySQL and MariaDB convert where a value is assigned. */
function plainCast(value: string, type: ColumnType, dialect: Dialect): string {
  return dialect === 'sqlite' ? `CAST(${value} AS ${type.text})` : value;
}

function newColumn(
  { column, dialect }: EvolvingColumn,
  name: string,
  type: ColumnType,
  text: string,
  forward: string,
  keepsDefault: boolean,
): NewColumn {
  const preset = column.default?.text ?? null;
  return {
    name,
    type: text,
    read: type,
    collation: /char|text/i.test(text) ? column.collation : null,
    nullable: column.nullable,
    default: preset === null ? null : keepsDefault ? preset : convertedDefault(forward, column.name, preset, text, dialect),
    forward,
  };
} // prettier-ignore

/** SQLite turns a whole number of a default into what the column holds, as CAST does. */
function castAlone({ column, dialect }: EvolvingColumn, type: string, using: string | undefined): boolean {
  const isWhole = /^(-?\d+|'-?\d+')$/.test(column.default?.text ?? '');
  return dialect === 'sqlite' && using === undefined && isWhole && !/blob/i.test(type);
}

/** The conversion of the old default: NULL stays NULL, a function or literal goes through the expression. */
function convertedDefault(
  forward: string,
  column: string,
  preset: string,
  type: string,
  dialect: Dialect,
): string | null {
  if (/^null$/i.test(preset.trim())) return null;
  const value = withColumns(forward, new Map([[column, `(${preset})`]]), dialect);
  return dialect === 'postgres' ? `(${value})::${type}` : `(${value})`;
}

/** `age_integer`, `price_numeric_10_2`: the first word of the type, and its numbers. */
function suffixOf(type: ColumnType): string {
  const word = type.text.toLowerCase().split(/[^a-z0-9_]+/).filter((part) => part !== '').slice(0, 3); // prettier-ignore
  return word.join('_');
}
