/** A table of a query, by the name it goes by there. */
interface Source {
  readonly name: string;
  readonly alias: string;
}

/** The tables that names at one level of a query may mean; `outer` is the level around a subquery. */
export class QueryScope {
  readonly tables: Source[] = [];
  /** A subquery, a function or a common table expression stands beside them: a bare column may be of that. */
  derived = false;
  /** Names that the list of columns gives to expressions. */
  outputs: ReadonlySet<string> = new Set();
  private readonly common: Set<string>;

  constructor(
    readonly outer: QueryScope | null,
    /** The level whose common table expressions are seen: that around it, or the UNION it is an arm of. */
    around: QueryScope | null = outer,
  ) {
    this.common = new Set(around?.common);
  }

  addCommon(name: string): void {
    this.common.add(name);
  }

  isCommon(name: string): boolean {
    return this.common.has(name);
  }

  /**
   * Tables that a column may belong to; '' among them stands for what is no table. Null: of none that is known here, or
   * no column at all, as `o` in `SELECT o FROM orders o`.
   */
  tablesOf(column: string, qualifier: string | null): readonly string[] | null {
    const { tables, outer } = this;
    if (qualifier !== null) {
      const named = tables.filter(({ alias, name }) => alias === qualifier || lower(name) === qualifier);
      return named.length > 0 ? named.map(({ name }) => name) : (outer?.tablesOf(column, qualifier) ?? null);
    }
    const row = tables.find(({ alias }) => alias === lower(column));
    if (row && lower(row.name) !== row.alias) return null;
    const names = tables.map(({ name }) => name);
    // A bare name beside a subquery may be of that, and one like its table may be the whole row: then it is open.
    if (names.length > 0) return names.length === 1 && (this.derived || row) ? [...names, ''] : names;
    return this.derived ? null : (outer?.tablesOf(column, null) ?? null);
  }
}

function lower(name: string): string {
  return name.toLowerCase();
}
