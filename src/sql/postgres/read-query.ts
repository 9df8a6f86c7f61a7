import type { QueryColumn, QueryReading, QueryTable } from '../query-reading';
import type { PostgresParser } from './parser';
import { QueryScope } from './query-scope';
import { readShape } from './query-shape';
import { lastNameAt } from './written-name';

type Tree = Readonly<Record<string, unknown>>;
type Use = QueryColumn['use'];

const queries = /^(?:Select|Insert|Update|Delete|Merge)Stmt$/;

/**
 * What a text asks, by Postgres's own grammar; null when that rejects it. Of several statements the names of all, and
 * what the first query asks; a change of the schema only names its table. The text must be ASCII, so that bytes are
 * characters; placeholders must be in a form that Postgres takes.
 */
export function readPostgresQuery(parser: PostgresParser, text: string): QueryReading | null {
  const parsed = parser.parse(text);
  if ('error' in parsed) return null;
  const statements = parsed.statements.flatMap(({ node }) => Object.entries(node as Tree)) as [
    string,
    Tree,
  ][];
  const [first] = statements;
  if (!first) return null;
  const names = new Names(text);
  for (const [kind, body] of statements) {
    const scope = new QueryScope(null);
    if (queries.test(kind)) names.statement(kind, body, scope);
    else names.changed(body, scope);
  }
  const [kind, body] = statements.find(([each]) => queries.test(each)) ?? first;
  const { tables, columns } = names;
  return { tables, columns, ...readShape(kind, body, text) };
}

class Names {
  readonly tables: QueryTable[] = [];
  readonly columns: QueryColumn[] = [];

  constructor(private readonly text: string) {}

  /** The tables of TRUNCATE, ALTER TABLE and the like. */
  changed(body: Tree, scope: QueryScope): void {
    const own = listOf(body['relations']).map((item) => item['RangeVar']);
    for (const table of [body['relation'], ...own])
      if (typeof table === 'object' && table !== null) this.table(table as Tree, 'write', scope);
  }

  /** A statement with a level of its own. */
  statement(kind: string, body: Tree, scope: QueryScope): void {
    this.commonTables(body['withClause'] as Tree | undefined, scope);
    const target = body['relation'] as Tree | undefined;
    if (target) this.table(target, 'write', scope);
    for (const key of ['fromClause', 'usingClause', 'sourceRelation']) this.sources(body[key], scope);
    if (kind === 'InsertStmt') this.targets(body['cols'], scope);
    if (kind === 'SelectStmt') scope.outputs = outputsOf(body);
    for (const [key, value] of Object.entries(body)) this.part(kind, key, value, scope);
  }

  private part(kind: string, key: string, value: unknown, scope: QueryScope): void {
    switch (key) {
      case 'withClause':
      case 'relation':
      case 'fromClause':
      case 'usingClause':
      case 'sourceRelation':
      case 'cols':
        return;
      case 'larg':
      case 'rarg':
        this.statement('SelectStmt', value as Tree, new QueryScope(scope.outer, scope));
        return;
      case 'whereClause':
      case 'joinCondition':
        this.expression(value, 'filter', scope);
        return;
      case 'sortClause':
      case 'groupClause':
        this.ordering(listOf(value), scope);
        return;
      case 'targetList':
        if (kind === 'UpdateStmt') this.targets(value, scope);
        this.expression(value, 'read', scope);
        return;
      case 'onConflictClause':
        this.conflict(value as Tree, scope);
        return;
      case 'mergeWhenClauses':
        for (const clause of listOf(value)) {
          const when = (clause['MergeWhenClause'] ?? {}) as Tree;
          this.targets(when['targetList'], scope);
          this.expression(when['values'], 'read', scope);
          this.expression(when['condition'], 'filter', scope);
          this.expression(when['targetList'], 'read', scope);
        }
        return;
      default:
        this.expression(value, 'read', scope);
    }
  }

  /** A name that the list of columns gives is no column of a table. */
  private ordering(items: readonly Tree[], scope: QueryScope): void {
    for (const item of items) {
      const node = ((item['SortBy'] as Tree | undefined)?.['node'] ?? item) as Tree;
      const name = bareName(node);
      if (name === null || !scope.outputs.has(name)) this.expression(item, 'read', scope);
    }
  }

  private conflict(clause: Tree, scope: QueryScope): void {
    this.targets(clause['targetList'], scope);
    this.expression(clause['targetList'], 'read', scope);
    this.expression(clause['whereClause'], 'filter', scope);
    const infer = (clause['infer'] ?? {}) as {
      indexElems?: unknown;
      location?: number;
      whereClause?: unknown;
    };
    this.expression(infer.whereClause, 'filter', scope);
    const names = listOf(infer.indexElems).map((element) => (element['IndexElem'] as { name?: string }).name);
    this.listed(names, infer.location ?? 0, scope);
  }

  /** `ON CONFLICT (a, b)`, `USING (a, b)`: the tree has no places for these names; they stand in order from an offset on. */
  private listed(names: readonly (string | undefined)[], from: number, scope: QueryScope): void {
    let at = from;
    for (const name of names) {
      if (name === undefined) continue;
      const word = new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`, 'gi');
      word.lastIndex = at;
      const found = word.exec(this.text);
      if (!found) return;
      at = found.index + name.length;
      const tables = scope.tablesOf(name, null);
      if (tables) this.columns.push({ name: found[0], start: found.index, end: at, tables, use: 'filter' });
    }
  }

  /** Each sees those before it; only a recursive one sees itself. */
  private commonTables(clause: Tree | undefined, scope: QueryScope): void {
    for (const item of listOf(clause?.['ctes'])) {
      const { ctename, ctequery } = item['CommonTableExpr'] as { ctename: string; ctequery?: Tree };
      if (clause?.['recursive'] === true) scope.addCommon(ctename);
      for (const [kind, body] of Object.entries(ctequery ?? {}))
        if (queries.test(kind)) this.statement(kind, body as Tree, new QueryScope(scope.outer, scope));
      scope.addCommon(ctename);
    }
  }

  /** FROM: tables, joins, subqueries, functions. Conditions of joins need all tables, so they come last. */
  private sources(node: unknown, scope: QueryScope): void {
    const conditions: unknown[] = [];
    const visit = (each: unknown): void => {
      if (Array.isArray(each)) {
        each.forEach(visit);
        return;
      }
      for (const [kind, value] of Object.entries((each ?? {}) as Tree)) {
        const body = value as Tree;
        if (kind === 'RangeVar') this.table(body, 'read', scope);
        else if (kind === 'JoinExpr') {
          visit(body['larg']);
          visit(body['rarg']);
          conditions.push(body['quals']);
          this.joinedBy(body, scope);
        } else {
          scope.derived = true;
          conditions.push({ [kind]: body });
        }
      }
    };
    visit(node);
    for (const condition of conditions) this.expression(condition, 'filter', scope);
  }

  /** `JOIN b USING (id)` after the last table that was read. */
  private joinedBy(join: Tree, scope: QueryScope): void {
    const names = listOf(join['usingClause']).map((item) => (item['String'] as { sval?: string }).sval);
    if (names.length === 0) return;
    const using = /\busing\s*\(/gi;
    using.lastIndex = this.tables.at(-1)?.end ?? 0;
    const found = using.exec(this.text);
    if (found) this.listed(names, using.lastIndex, scope);
  }

  private table(body: Tree, use: QueryTable['use'], scope: QueryScope): void {
    const { relname, schemaname, alias, location } = body as {
      relname?: string;
      schemaname?: string;
      alias?: { aliasname?: string };
      location?: number;
    };
    if (relname === undefined) return;
    if (schemaname === undefined && scope.isCommon(relname)) {
      scope.derived = true;
      return;
    }
    const named = this.named(location, relname);
    if (!named) return;
    const { name, start, end } = named;
    this.tables.push({ name, start, end, use });
    scope.tables.push({ name, alias: (alias?.aliasname ?? relname).toLowerCase() });
  }

  /** Columns that are set: the names of ResTargets. */
  private targets(list: unknown, scope: QueryScope): void {
    for (const item of listOf(list)) {
      const { name, location } = (item['ResTarget'] ?? {}) as { name?: string; location?: number };
      const [own] = scope.tables;
      const named = this.named(location, name);
      if (!named || !own) continue;
      const { start, end } = named;
      this.columns.push({ name: named.name, start, end, tables: [own.name], use: 'write' });
    }
  }

  private expression(node: unknown, use: Use, scope: QueryScope): void {
    if (Array.isArray(node)) {
      for (const item of node) this.expression(item, use, scope);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (queries.test(key)) this.statement(key, value as Tree, new QueryScope(scope));
      else if (key === 'ColumnRef') this.column(value as Tree, use, scope);
      else this.expression(value, use, scope);
    }
  }

  private column(reference: Tree, use: Use, scope: QueryScope): void {
    const { location } = reference as { location?: number };
    const named = this.named(location, lastName(reference));
    if (!named) return;
    const { name, qualifier, start, end } = named;
    const tables = scope.tablesOf(name, qualifier);
    if (tables) this.columns.push({ name, start, end, tables, use });
  }

  /** What is written at an offset, if it is the name that the tree gives: `U&"…"` is written otherwise. */
  private named(location: number | undefined, name: string | undefined): ReturnType<typeof lastNameAt> {
    const found = lastNameAt(this.text, location ?? 0);
    const longest = 63;
    return found && name !== undefined && found.name.slice(0, longest).toLowerCase() === name.toLowerCase()
      ? found
      : null;
  }
}

/** `c` of a reference that has no more than a name; null for any other node. */
function bareName(node: Tree): string | null {
  const reference = node['ColumnRef'] as Tree | undefined;
  return listOf(reference?.['fields']).length === 1 ? (lastName(reference ?? {}) ?? null) : null;
}

/** The last name of a ColumnRef; undefined for `o.*`. */
function lastName(reference: Tree): string | undefined {
  return (listOf(reference['fields']).at(-1)?.['String'] as { sval?: string } | undefined)?.sval;
}

/** Names given with AS, unless to the column of that name itself. */
function outputsOf(body: Tree): ReadonlySet<string> {
  const names = new Set<string>();
  for (const item of listOf(body['targetList'])) {
    const { name, val } = (item['ResTarget'] ?? {}) as { name?: string; val?: Tree };
    const reference = val?.['ColumnRef'] as Tree | undefined;
    if (name !== undefined && (reference === undefined || lastName(reference) !== name)) names.add(name);
  }
  return names;
}

function listOf(value: unknown): readonly Tree[] {
  return Array.isArray(value) ? (value as readonly Tree[]) : [];
}
