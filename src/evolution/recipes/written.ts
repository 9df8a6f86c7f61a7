import type { History } from '../../model/migration';
import type { Constraint, Index, Origin } from '../../model/schema';
import type { ConstraintDefinition, IndexDefinition, SchemaChange } from '../../model/schema-change';
import type { StatementReading } from '../../model/statement';

/** What a definition says beyond what the schema keeps, as text ready to be repeated. */
export interface IndexOptions {
  readonly nullsNotDistinct: boolean;
  /** WITH (…) and TABLESPACE, or ''. */
  readonly tail: string;
}

/** Options of an index, from the statement that made it. */
export function optionsOfIndex(history: History, index: Index): IndexOptions {
  const reading = readingOf(history, index.createdBy);
  const definition = reading?.changes.flatMap(indexesIn).find((one) => one.name?.name === index.name);
  if (reading === null || definition === undefined) return { nullsNotDistinct: false, tail: '' };
  const text = reading.text;
  const tail = [/\bWITH\s*\([^)]*\)/i.exec(text)?.[0], /\bTABLESPACE\s+\S+/i.exec(text)?.[0]];
  return {
    nullsNotDistinct: definition.nullsNotDistinct,
    tail: tail.filter((part) => part !== undefined).join(' '),
  };
}

/** MATCH and DEFERRABLE of a constraint, from the statement that made it; '' when there are none. */
export function optionsOfConstraint(history: History, constraint: Constraint): string {
  const reading = readingOf(history, constraint.createdBy);
  const same = (one: ConstraintDefinition): boolean =>
    one.type === constraint.type &&
    (one.name === null
      ? one.columns.map((column) => column.name).join() === constraint.columns.join()
      : one.name.name === constraint.name);
  const definition = reading?.changes.flatMap(constraintsIn).find(same);
  if (reading === null || definition === undefined) return '';
  const text = reading.text.slice(definition.range.start, definition.range.end);
  return [/\bMATCH\s+FULL/i, /\b(NOT\s+)?DEFERRABLE/i, /\bINITIALLY\s+(DEFERRED|IMMEDIATE)/i]
    .map((option) => option.exec(text)?.[0])
    .filter((part) => part !== undefined)
    .join(' ');
}

/** The statement of an origin, or null when it is not in this history. */
export function readingOf(history: History, origin: Origin): StatementReading | null {
  const migration = history.migrations.find((one) => one.id === origin.migration);
  return migration?.script.statements[origin.statement]?.reading ?? null;
}

function indexesIn(change: SchemaChange): readonly IndexDefinition[] {
  if (change.kind === 'create-index') return [change.index];
  return change.kind === 'create-table' ? change.indexes : [];
}

function constraintsIn(change: SchemaChange): readonly ConstraintDefinition[] {
  if (change.kind === 'add-constraint') return [change.constraint];
  if (change.kind === 'add-column') return change.column.constraints;
  if (change.kind !== 'create-table') return [];
  return [...change.constraints, ...change.columns.flatMap((column) => column.constraints)];
}
