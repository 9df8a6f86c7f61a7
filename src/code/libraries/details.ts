import type { ColumnFilter, IncludedRelation, QueryDetails, WrittenColumn } from '../../model/code';
import type { Shape } from '../facts';

export type Operator = ColumnFilter['operator'];

/** The database name of a column by its name in the code. */
export type ColumnName = (name: string) => string;

/** The database names of the columns that a property of a write sets; none for a relation that stands elsewhere. */
export type WrittenNames = (name: string) => readonly string[];

/** What is known of a query of which only the client is known. */
export function unknownDetails(client: string, inTransaction = false): QueryDetails {
  return {
    filters: null,
    condition: 'unknown',
    order: null,
    limited: 'unknown',
    offset: false,
    selected: null,
    includes: [],
    written: null,
    rows: 'unknown',
    inTransaction,
    locks: false,
    client,
  };
}

/** The details of a query as its call is read, part by part. Begins as one that asks for everything without condition. */
export class DetailsDraft {
  limited: QueryDetails['limited'] = 'none';
  offset = false;
  selected: QueryDetails['selected'] = 'all';
  rows: QueryDetails['rows'] = 'unknown';
  locks = false;
  inTransaction = false;
  private condition: QueryDetails['condition'] = 'none';
  private filters: ColumnFilter[] | null = [];
  private order: { readonly column: string; readonly descending: boolean }[] | null = [];
  private written: WrittenColumn[] | null = [];
  private readonly includes: IncludedRelation[] = [];

  constructor(private readonly client: string) {}

  filter(column: string, operator: Operator): void {
    this.condition = 'some';
    this.filters?.push({ column, operator });
  }

  /** There is a condition whose columns are not known. */
  filterUnknown(): void {
    this.condition = 'some';
    this.filters = null;
  }

  /** There may be a condition: an object from elsewhere. */
  mayFilter(): void {
    if (this.condition === 'none') this.condition = 'unknown';
    this.filters = null;
  }

  sort(column: string, descending: boolean): void {
    this.order?.push({ column, descending });
  }

  sortUnknown(): void {
    this.order = null;
  }

  include(relation: string, more: Partial<IncludedRelation> = {}): void {
    this.includes.push({ relation, toMany: null, ordered: false, limited: false, ...more });
  }

  includesRelation(relation: string): boolean {
    return this.includes.some((included) => included.relation === relation);
  }

  /** Adds columns to those that are read: after the first, a list. */
  select(columns: readonly string[]): void {
    if (this.selected !== null)
      this.selected = [...(this.selected === 'all' ? [] : this.selected), ...columns];
  }

  /** Reads what a write carries: an object of columns, or a list of them. */
  write(shape: Shape | undefined, columnsOf: WrittenNames): void {
    if (shape?.kind === 'array' && !shape.alternatives) {
      this.rows = 'many';
      const [first] = shape.elements;
      if (first) this.writeRow(first, columnsOf);
      return;
    }
    if (shape?.kind === 'object') {
      if (this.rows === 'unknown') this.rows = 'one';
      this.writeRow(shape, columnsOf);
      return;
    }
    this.written = null;
  }

  writeColumn(column: string, value: Shape | undefined): void {
    this.written?.push({ column, literal: literalText(value) });
  }

  writeUnknown(): void {
    this.written = null;
  }

  private writeRow(shape: Shape, columnsOf: WrittenNames): void {
    if (shape.kind !== 'object') {
      this.written = null;
      return;
    }
    for (const property of shape.properties)
      for (const column of columnsOf(property.name)) this.writeColumn(column, property.value);
    if (shape.spreads) this.written = null;
  }

  done(): QueryDetails {
    const { filters, condition, order, limited, offset, selected, includes, written, rows } = this;
    const { inTransaction, locks, client } = this;
    return {
      filters,
      condition,
      order,
      limited,
      offset,
      selected,
      includes,
      written,
      rows,
      inTransaction,
      locks,
      client,
    };
  }
}

/** `'done'`, `0`, `null` as written; null when the value is no literal. */
export function literalText(shape: Shape | undefined): string | null {
  if (shape?.kind === 'text') return `'${shape.text}'`;
  return shape?.kind === 'literal' ? shape.text : null;
}

export function isFalse(shape: Shape | undefined): boolean {
  return shape?.kind === 'literal' && shape.text === 'false';
}
