import { findTable } from '../../schema/lookup';
import { replaceColumns } from './columns/replace';
import { typeOfText } from './columns/type-of-text';
import { draftStage, released } from './draft-stage';
import { evolvingEnum, type EvolvingEnum } from './enum-columns';
import { evolvingColumn, type EvolvingColumn } from './evolving-table';
import { limited, literal, qualified } from './names';
import type { Answers, DraftEvolution, DraftStage, Ground, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';

/**
 * An enum column becomes a column of text that refers to a table of the values, so that values come and go as rows.
 * Heeds what the replacement of a column heeds: dualWrite, batchRows, pauseMilliseconds, keyColumns and bakeHours.
 */
export const enumToLookupTable: Recipe = {
  kind: 'enum-to-lookup-table',
  title: 'Turn an enum into a lookup table',
  dialects: ['postgres', 'mysql', 'mariadb'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'Enum column', takes: 'column', optional: false },
    { name: 'to', title: 'Name of the new column', takes: 'name', optional: true },
    { name: 'lookup', title: 'Name of the table of values', takes: 'name', optional: true },
  ],
  answersOf: () => null,
  draft(answers, ground) {
    const on = evolvingColumn(answers, ground);
    if (isRefused(on)) return on;
    const type = on.column.type;
    const schemaOfType = type?.schema == null ? '' : `"${type.schema}".`;
    const values = evolvingEnum({ ...answers, enum: `${schemaOfType}"${type?.name ?? ''}"` }, ground);
    if (isRefused(values)) return values;
    return evolution(on, values, answers, ground);
  },
};

function evolution(
  on: EvolvingColumn,
  values: EvolvingEnum,
  answers: Answers,
  ground: Ground,
): DraftEvolution | Refusal {
  const { column, dialect, table, written } = on;
  const postgres = dialect === 'postgres';
  const lookup = answers['lookup'] ?? limited(`${table.name}_${column.name}`, '_values', dialect);
  if (findTable(ground.before, { schema: table.schema, name: lookup }) !== null)
    return { refused: `There is a table ${lookup} already: name another one with to.` };
  const to = answers['to'] ?? limited(column.name, '_code', dialect);
  const longest = Math.max(1, ...values.values.map((value) => Array.from(value).length));
  const text = postgres ? 'text' : `varchar(${longest})`;
  const preset = /^'(?:[^']|'')*'/.exec(column.default?.text ?? '')?.[0] ?? null;
  const back = on.quoted(to);
  const draft = replaceColumns(on, ground, {
    kind: 'enum-to-lookup-table',
    conversion: 'expressions',
    carries: true,
    old: [{ column, backward: postgres ? `${back}::${values.type?.sql ?? ''}` : back }],
    new: [
      {
        name: to,
        type: text,
        read: typeOfText(text),
        collation: postgres ? null : column.collation,
        nullable: column.nullable,
        default: preset,
        forward: postgres ? `${on.name}::text` : on.name,
      },
    ],
    wording: {
      name: `Turn ${written}.${column.name} into ${to} that refers to ${lookup}`,
      title: `Turn ${written}.${column.name} into a lookup table in expand–contract steps`,
      why: `A released version that uses ${written}.${column.name} would fail the moment the enum goes.`,
      from: column.name,
      to,
      declared: [],
    },
  });
  if (isRefused(draft)) return draft;
  const sql = lookupSql(on, values, { lookup, to, text });
  return {
    ...draft,
    new: [...draft.new, { table: written.slice(0, written.length - table.name.length) + lookup, column: null }],
    stages: draft.stages.flatMap((stage) => withLookup(stage, sql)),
  };
} // prettier-ignore

interface LookupSql {
  readonly make: readonly string[];
  readonly drop: string;
  /** Refers without reading rows, as soon as the column is there; empty where that is not known. */
  readonly hold: readonly string[];
  readonly unhold: readonly string[];
  readonly verify: DraftStage;
  /** Once nothing uses the old column. */
  readonly after: readonly string[];
}

function lookupSql(
  on: EvolvingColumn,
  values: EvolvingEnum,
  { lookup, to, text }: { readonly lookup: string; readonly to: string; readonly text: string },
): LookupSql {
  const { dialect, table, sql, quoted, column } = on;
  const name = qualified(table.schema, lookup, dialect);
  const rows = values.values.map((value, at) => `(${literal(value, dialect)}, ${at + 1})`).join(', ');
  const collation = column.collation === null || dialect === 'postgres' ? '' : ` COLLATE ${column.collation}`;
  const key = on.ownPlain(`${to}_${lookup}`, '_fkey');
  const refer = `ALTER TABLE ${sql} ADD CONSTRAINT ${key} FOREIGN KEY (${quoted(to)}) REFERENCES ${name} (code)`;
  const postgres = dialect === 'postgres';
  const unhold = `ALTER TABLE ${sql} DROP ${postgres ? 'CONSTRAINT' : 'FOREIGN KEY'} ${key}`;
  const orphans = `SELECT count(*) FROM ${sql} AS child WHERE ${quoted(to)} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${name} AS parent WHERE parent.code = child.${quoted(to)})`;
  return {
    make: [
      `CREATE TABLE ${name} (code ${text}${collation} NOT NULL PRIMARY KEY, position int NOT NULL)`,
      `INSERT INTO ${name} (code, position) VALUES ${rows}`,
    ],
    drop: `DROP TABLE ${name}`,
    hold: postgres ? [`${refer} NOT VALID`] : [],
    unhold: postgres ? [unhold] : [],
    verify: draftStage('verify', {
      label: 'lookup-key',
      statements: postgres
        ? [`ALTER TABLE ${sql} VALIDATE CONSTRAINT ${key}`]
        : [
            'SET SESSION foreign_key_checks = 0',
            `${refer}, ALGORITHM=INPLACE, LOCK=NONE`,
            'SET SESSION foreign_key_checks = 1',
          ],
      guard: { count: orphans, message: `rows of ${on.written} hold values that ${lookup} lacks` },
      preconditions: [released('backfill')],
      verification: orphans,
      rollback: postgres ? [unhold, `${refer} NOT VALID`] : [unhold, `ALTER TABLE ${sql} DROP INDEX ${key}`],
      rollbackNote: 'The rows that exist are unchecked again.',
    }),
    after:
      values.type !== null && values.columns.length === 1 ? [`DROP TYPE ${values.type.sql}`] : [],
  };
} // prettier-ignore

/** The stages of the column with those of the table of values. */
function withLookup(stage: DraftStage, sql: LookupSql): readonly DraftStage[] {
  switch (stage.name) {
    case 'expand':
      return [
        {
          ...stage,
          statements: [...sql.make, ...stage.statements, ...sql.hold],
          rollback: [...sql.unhold, ...stage.rollback, sql.drop],
        },
      ];
    case 'switch-reads':
      return [sql.verify, stage];
    case 'contract':
      return [{ ...stage, statements: [...stage.statements, ...sql.after] }];
    default:
      return [stage];
  }
}
