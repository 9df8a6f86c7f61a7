import type { QueryColumn, QueryReading, QueryTable } from '../query-reading';
import type { PostgresParser } from './parser';
import { readShape } from './query-shape';
import { lastNameAt } from './written-name';

type Tree = Readonly<Record<string, unknown>>;
type Use = QueryColumn['use'];

/** The tables of one level of a query; `outer` are those around a subquery. */
interface Level {
  readonly tables: { readonly name: string; readonly alias: string }[];
  /** A subquery, a function or a common table expression stands beside them: a bare column may be of that. */
  derived: boolean;
  readonly outer: Level | null;
}

/**
 * What a text of one statement asks, by Postgres's own grammar; null when that rejects it, or it is no query. The text
 * must be ASCII, so that bytes are characters; placeholders must be in a form that Postgres takes.
 */
export function readPostgresQuery(parser: PostgresParser, text: string): QueryReading | null {
  const parsed = parser.parse(text);
  if ('error' in parsed || parsed.statements.length !== 1) return null;
  const node = parsed.statements[0]?.node as Tree | undefined;
  const [kind = ''] = Object.keys(node ?? {});
  const body = node?.[kind] as Tree | undefined;
  if (!body || !/^(?:Select|Insert|Update|Delete|Merge)Stmt$/.test(kind)) return null;
  const gathered = new Names(text);
  gathered.statement(kind, body, null);
  const { tables, columns } = gathered;
  return { tables, columns, ...readShape(kind, body, text) };
}

class Names {
  readonly tables: QueryTable[] = [];
  readonly columns: QueryColumn[] = [];
  private readonly common = new Set<string>();

  constructor(private readonly text: string) {}

  /** A statement with its own tables. */
  statement(kind: string, body: Tree, outer: Level | null): void {
    const level: Level = { tables: [], derived: false, outer };
    this.commonTables(body['withClause'], level);
    const target = body['relation'] as Tree | undefined;
    if (target) this.table(target, kind === 'SelectStmt' ? 'read' : 'write', level);
    for (const key of ['fromClause', 'usingClause', 'sourceRelation']) this.sources(body[key], level);
    if (kind === 'InsertStmt') this.targets(body['cols'], level);
    for (const [key, value] of Object.entries(body)) this.part(kind, key, value, level);
  }

  private part(kind: string, key: string, value: unknown, level: Level): void {
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
        this.statement('SelectStmt', value as Tree, level.outer);
        return;
      case 'whereClause':
      case 'joinCondition':
        this.expression(value, 'filter', level);
        return;
      case 'targetList':
        if (kind === 'UpdateStmt') this.targets(value, level);
        this.expression(value, 'read', level);
        return;
      case 'onConflictClause':
        this.conflict(value as Tree, level);
        return;
      case 'mergeWhenClauses':
        for (const clause of listOf(value)) {
          const when = (clause['MergeWhenClause'] ?? {}) as Tree;
          this.targets(when['targetList'], level);
          this.expression(when['values'], 'read', level);
          this.expression(when['condition'], 'filter', level);
          this.expression(when['targetList'], 'read', level);
        }
        return;
      default:
        this.expression(value, 'read', level);
    }
  }

  private conflict(clause: Tree, level: Level): void {
    this.targets(clause['targetList'], level);
    this.expression(clause['targetList'], 'read', level);
    this.expression(clause['whereClause'], 'filter', level);
    for (const element of listOf((clause['infer'] as Tree | undefined)?.['indexElems'])) {
      const { name } = (element['IndexElem'] ?? {}) as { name?: string };
      if (name !== undefined) this.inferred(name, level);
    }
  }

  /** Columns of ON CONFLICT have no place of their own in the tree. */
  private inferred(name: string, level: Level): void {
    const clause = /\bon\s+conflict\s*\(/i.exec(this.text);
    const from = clause ? clause.index + clause[0].length : -1;
    const at = from < 0 ? -1 : this.text.toLowerCase().indexOf(name.toLowerCase(), from);
    if (at >= 0) this.column(at, 'filter', level);
  }

  private commonTables(clause: unknown, level: Level): void {
    const ctes = listOf((clause as Tree | undefined)?.['ctes']);
    for (const cte of ctes) {
      const { ctename } = (cte['CommonTableExpr'] ?? {}) as { ctename?: string };
      if (ctename !== undefined) this.common.add(ctename);
    }
    for (const cte of ctes) this.nested(((cte['CommonTableExpr'] ?? {}) as Tree)['ctequery'], level.outer);
  }

  /** A node that is a statement. */
  private nested(node: unknown, outer: Level | null): void {
    for (const [kind, body] of Object.entries((node ?? {}) as Tree))
      if (/^(?:Select|Insert|Update|Delete|Merge)Stmt$/.test(kind)) this.statement(kind, body as Tree, outer);
  }

  /** FROM: tables, joins, subqueries, functions. Conditions of joins need all tables, so they come last. */
  private sources(node: unknown, level: Level): void {
    const conditions: unknown[] = [];
    const visit = (each: unknown): void => {
      if (Array.isArray(each)) {
        each.forEach(visit);
        return;
      }
      for (const [kind, value] of Object.entries((each ?? {}) as Tree)) {
        const body = value as Tree;
        if (kind === 'RangeVar') this.table(body, 'read', level);
        else if (kind === 'JoinExpr') {
          visit(body['larg']);
          visit(body['rarg']);
          conditions.push(body['quals']);
        } else {
          level.derived = true;
          conditions.push({ [kind]: body });
        }
      }
    };
    visit(node);
    for (const condition of conditions) this.expression(condition, 'filter', level);
  }

  private table(body: Tree, use: QueryTable['use'], level: Level): void {
    const { relname, schemaname, alias, location } = body as {
      relname?: string;
      schemaname?: string;
      alias?: { aliasname?: string };
      location?: number;
    };
    if (relname === undefined) return;
    if (schemaname === undefined && this.common.has(relname)) {
      level.derived = true;
      return;
    }
    const named = lastNameAt(this.text, location ?? 0);
    if (!named) return;
    this.tables.push({ ...named, use });
    level.tables.push({ name: named.name, alias: (alias?.aliasname ?? relname).toLowerCase() });
  }

  /** Columns that are set: the names of ResTargets. */
  private targets(list: unknown, level: Level): void {
    for (const item of listOf(list)) {
      const { location } = (item['ResTarget'] ?? {}) as { location?: number };
      const [own] = level.tables;
      const named = lastNameAt(this.text, location ?? 0);
      if (named && own) this.columns.push({ ...named, tables: [own.name], use: 'write' });
    }
  }

  private expression(node: unknown, use: Use, level: Level): void {
    if (Array.isArray(node)) {
      for (const item of node) this.expression(item, use, level);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (/^(?:Select|Insert|Update|Delete|Merge)Stmt$/.test(key)) this.statement(key, value as Tree, level);
      else if (key === 'ColumnRef') {
        const { fields, location } = value as { fields?: readonly Tree[]; location?: number };
        if (fields?.every((field) => 'String' in field)) this.column(location ?? 0, use, level);
      } else this.expression(value, use, level);
    }
  }

  private column(location: number, use: Use, level: Level): void {
    const named = lastNameAt(this.text, location);
    if (!named) return;
    const { qualifier } = named;
    for (let at: Level | null = level; at; at = at.outer) {
      const found =
        qualifier === null
          ? at.tables
          : at.tables.filter(({ alias, name }) => alias === qualifier || name.toLowerCase() === qualifier);
      if (found.length > 0) {
        // A bare name beside a subquery may be of that: then which table is open.
        const open = qualifier === null && at.derived;
        const tables = found.map(({ name }) => name);
        this.columns.push({ ...named, tables: open && tables.length === 1 ? [...tables, ''] : tables, use });
        return;
      }
      if (qualifier === null && at.derived) return;
    }
  }
}

function listOf(value: unknown): readonly Tree[] {
  return Array.isArray(value) ? (value as readonly Tree[]) : [];
}
