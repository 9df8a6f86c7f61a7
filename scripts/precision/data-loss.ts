import { generatedWarnings } from '../../src/migrations/frameworks/prisma-warnings';
import type { GeneratedWarning, Migration } from '../../src/model/migration';
import type { ColumnDefinition, SchemaChange } from '../../src/model/schema-change';
import type { MigrationFinding } from '../../src/rules/run-migration-rules';
import type { ReplayedChange } from '../../src/schema/replay-history';
import { notesIn } from './claims';

/** What the tool that wrote a migration says is lost, and which of our rules say so of the same thing. */
export interface Loss {
  readonly kind: GeneratedWarning['kind'];
  /** One-based. */
  readonly line: number;
  readonly words: string;
  /** Empty: no finding says it. */
  readonly rules: readonly string[];
  /** Why there is nothing to find: the migration was edited by hand, or what is made unique holds a key that is unique already. */
  readonly excuse: 'edited away' | 'cannot happen' | null;
}

const dropped = [
  'drop-column',
  'drop-column-still-declared',
  'drop-column-still-used',
  'drop-column-with-dependents',
];
const retyped = [
  'narrow-column-type',
  'alter-column-type-rewrite',
  'alter-column-type-constraint',
  'alter-column-type-dependents',
];

/** Rules that say what each kind of warning says. */
export const rulesAbout: Readonly<Record<GeneratedWarning['kind'], readonly string[]>> = {
  'drop-table': ['drop-table', 'drop-cascade', 'drop-without-earlier-release'],
  'drop-column': [...dropped, 'drop-cascade', 'drop-without-earlier-release', 'rename-as-drop-and-add'],
  'recreate-column': [...dropped, ...retyped, 'rename-as-drop-and-add'],
  'change-type': retyped,
  'required-column': [
    'add-required-column',
    'rename-as-drop-and-add',
    'set-not-null-scanning',
    'constraint-breaks-old-writers',
  ],
  'made-required': ['set-not-null-scanning', 'constraint-breaks-old-writers'],
  unique: ['unique-may-fail-on-duplicates', 'create-index-blocking', 'add-unique-constraint-blocking'],
  'primary-key': [
    'drop-primary-key',
    'add-primary-key-blocking',
    'drop-constraint',
    'rename-as-drop-and-add',
  ],
  'enum-values': ['enum-recreate'],
};

/** Columns of the unique indexes of each table before the migration, as the database knows them. */
export type UniqueKeys = ReadonlyMap<string, readonly (readonly string[])[]>;

/** The tables that a comment says will get another unique constraint. */
export function tablesMadeUnique(text: string): readonly string[] {
  return generatedWarnings(text).flatMap(({ kind, table }) => (kind === 'unique' ? [table] : []));
}

/** Every warning in the comment of a migration, with our findings about the same. */
export function lossesOf(
  text: string,
  migration: Migration,
  found: readonly MigrationFinding[],
  replayed: readonly ReplayedChange[],
  uniqueBefore: UniqueKeys,
): readonly Loss[] {
  return generatedWarnings(text).map((warning) => {
    const changes = replayed.filter(({ change }) => isAbout(warning, change));
    const ranges = changes.map(({ change, statement }) => {
      const start = (migration.script.statements[statement]?.start ?? 0) + change.range.start;
      return { start, end: start + change.range.end - change.range.start };
    });
    const rules = found
      .filter(({ finding, context, covers }) =>
        [
          ...(warning.kind === 'enum-values' ? [] : covers),
          context.absolute(context.change.range),
          finding.range,
        ].some((range) => ranges.some((one) => one.start < range.end && range.start < one.end)),
      )
      .flatMap(({ finding }) => [finding.rule, ...notesIn(finding.message)])
      .filter((rule) => rulesAbout[warning.kind].includes(rule));
    return {
      kind: warning.kind,
      line: text.slice(0, warning.start).split('\n').length,
      words: text.slice(warning.start, warning.end).slice(0, 120),
      rules: [...new Set(rules)],
      excuse:
        changes.length === 0
          ? 'edited away'
          : isUniqueAlready(warning, uniqueBefore)
            ? 'cannot happen'
            : null,
    };
  });
}

function isUniqueAlready({ kind, table, columns }: GeneratedWarning, keys: UniqueKeys): boolean {
  const isWithin = (key: readonly string[]): boolean => key.every((name) => columns.includes(name));
  return kind === 'unique' && (keys.get(table) ?? []).some(isWithin);
}

/** Whether a change does what the warning says of a table, column or enum. */
function isAbout(warning: GeneratedWarning, change: SchemaChange): boolean {
  const { kind, table, columns } = warning;
  if (kind === 'enum-values')
    return change.kind === 'alter-column-type' && change.type.name.startsWith(table);
  if (!('table' in change) || change.table?.name !== table) return false;
  const names = (column: { readonly name: string }): boolean => columns.includes(column.name);
  switch (kind) {
    case 'drop-table':
      return change.kind === 'drop-table';
    case 'drop-column':
      return change.kind === 'drop-column' && names(change.column);
    case 'recreate-column':
    case 'change-type':
      return (change.kind === 'drop-column' || change.kind === 'alter-column-type') && names(change.column);
    case 'required-column':
      return (
        (change.kind === 'add-column' && names(change.column.name) && isRequired(change.column)) ||
        (change.kind === 'set-not-null' && names(change.column))
      );
    case 'made-required':
      return change.kind === 'set-not-null' && names(change.column);
    case 'unique':
      return isUnique(change, columns);
    case 'primary-key':
      return (
        change.kind === 'drop-constraint' ||
        (change.kind === 'add-constraint' && change.constraint.type === 'primary-key')
      );
  }
}

/** Edited by hand, such a column has a default or is filled first. */
function isRequired(column: ColumnDefinition): boolean {
  return column.notNull !== null && column.default === null;
}

function isUnique(change: SchemaChange, columns: readonly string[]): boolean {
  const same = (own: readonly (string | null)[]): boolean =>
    own.length === columns.length && own.every((name, at) => name === columns[at]);
  if (change.kind === 'create-index')
    return change.index.unique && same(change.index.columns.map((column) => column.column));
  return (
    change.kind === 'add-constraint' &&
    change.constraint.type === 'unique' &&
    same(change.constraint.columns.map((column) => column.name))
  );
}
