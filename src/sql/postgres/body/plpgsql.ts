import type { Range } from '../../../model/text';
import type { PostgresParser } from '../parser';
import { constantValue, listOf } from './constant-value';
import { cut, joined, made, sourceRange, type DerivedText } from './derived-text';
import { literalRows, series, type LiteralRow } from './literal-rows';
import type { Environment, Value } from './values';

/** One statement that a body runs, or the place of one that is made at run time. */
export type BodyStatement =
  | {
      readonly kind: 'sql';
      readonly text: DerivedText;
      /** Said with PERFORM or CALL: what it computes is of no interest, only what it changes. */
      readonly quiet: boolean;
    }
  | { readonly kind: 'unknown'; readonly range: Range; readonly reason: string };

export interface BodyRead {
  readonly statements: readonly BodyStatement[];
  /** Whether a statement runs, or how often, depends on conditions, loops or exceptions. */
  readonly conditional: boolean;
}

type Tree = Readonly<Record<string, unknown>>;

/**
 * What a PL/pgSQL body runs, in the order it is written: every branch is taken once, loops over constants as often as
 * they run, other loops once. `tree` is what the parser makes of the body, `body` its text, `known` the
 * values of parameters that are known. Never throws.
 */
export function bodyStatements(
  parser: PostgresParser,
  tree: readonly unknown[],
  body: DerivedText,
  known: Environment,
): BodyRead {
  const walker = new Walker(parser, body, datumsOf(tree));
  walker.declare(known);
  walker.visit(tree);
  return { statements: walker.statements, conditional: walker.conditional };
}

interface Datum {
  readonly kind: string;
  readonly body: Tree;
}

function datumsOf(tree: readonly unknown[]): readonly Datum[] {
  const datums = asTree(asTree(tree[0])['PLpgSQL_function'])['datums'];
  return (Array.isArray(datums) ? datums : []).map((datum: unknown) => {
    const [kind = '', body] = Object.entries(asTree(datum))[0] ?? [];
    return { kind, body: asTree(body) };
  });
}

function asTree(value: unknown): Tree {
  return typeof value === 'object' && value !== null ? (value as Tree) : {};
}

const conditional = /^PLpgSQL_(?:stmt_(?:if|case|loop|while|fori|fors|forc|foreach_a|dynfors)|exception)$/;

/** Loops that make more statements than this are not followed to their end. */
const mostStatements = 2000;

class Walker {
  readonly statements: BodyStatement[] = [];
  conditional = false;
  private variables = new Map<string, Value>();
  private readonly lines: readonly number[];
  /** Where the statement before this one ends in the body: equal texts are found one after the other. */
  private at = 0;
  /** Statements that are not made at run time count once, however often a loop runs them. */
  private repeats = 0;
  /** Where the expressions begin that are known to be unknown. */
  private readonly unknown = new Set<number>();

  constructor(
    private readonly parser: PostgresParser,
    private readonly body: DerivedText,
    private readonly datums: readonly Datum[],
  ) {
    this.lines = [0, ...Array.from(body.text.matchAll(/\n/g), (match) => match.index + 1)];
  }

  /** Gives the variables what they hold before the first statement. */
  declare(known: Environment): void {
    for (const [name, value] of known) this.variables.set(name, value);
    const seen = new Set<string>();
    for (const { body } of this.datums) {
      const name = body['refname'];
      if (typeof name !== 'string') continue;
      const written = known.get(name) ?? this.valueOf(body['default_val'], body['lineno']);
      const value = isArray(body['datatype']) && written?.kind === 'text' ? listOf(written.text) : written;
      // Two variables of one name in nested blocks: which one is meant is not looked at.
      if (seen.has(name)) this.variables.delete(name);
      else if (value !== null) this.variables.set(name, value);
      seen.add(name);
    }
  }

  visit(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.visit(item);
    else if (typeof value === 'object' && value !== null)
      for (const [key, child] of Object.entries(value)) {
        if (key === 'datums') continue;
        if (conditional.test(key)) this.conditional = true;
        if (key.startsWith('PLpgSQL_stmt_')) this.statement(key.slice('PLpgSQL_stmt_'.length), asTree(child));
        else if (key === 'PLpgSQL_exception_block') this.branches(asTree(child));
        else this.visit(child);
      }
  }

  private statement(kind: string, tree: Tree): void {
    this.emit(kind, tree);
    switch (kind) {
      case 'block':
        this.visit(tree);
        break;
      case 'assign':
        this.assign(tree);
        break;
      case 'foreach_a': {
        const list = this.valueOf(tree['expr'], tree['lineno']);
        const items = list?.kind === 'list' && tree['slice'] === undefined ? list.items : null;
        this.loop(tree, items?.map((item): LiteralRow => [['', item]]) ?? null);
        break;
      }
      case 'fori':
        this.loop(tree, this.numbers(tree));
        break;
      case 'fors': {
        const query = this.located(textOf(tree['query']), tree['lineno'], false);
        this.loop(tree, query === null ? null : literalRows(this.parser, query, this.variables));
        break;
      }
      case 'if':
      case 'case':
      case 'loop':
      case 'while':
      case 'forc':
      case 'dynfors':
        this.branches(tree);
        break;
      default:
        this.forget(tree);
    }
  }

  private emit(kind: string, tree: Tree): void {
    const line = tree['lineno'];
    const dynamic =
      textOf(tree['dynquery']) ?? (/^(?:dynexecute|dynfors)$/.test(kind) ? textOf(tree['query']) : null);
    if (dynamic !== null) {
      const expression = this.located(dynamic, line, true);
      if (expression !== null) this.execute(expression);
    } else if (this.repeats === 0) this.emitStatic(kind, tree, line);
  }

  private emitStatic(kind: string, tree: Tree, line: unknown): void {
    if (kind === 'commit' || kind === 'rollback') {
      const text = this.located(kind.toUpperCase(), line, true);
      if (text !== null) this.statements.push({ kind: 'sql', text, quiet: false });
      return;
    }
    const query = kind === 'perform' ? null : textOf(tree['sqlstmt']);
    const written = query ?? (kind === 'fors' ? textOf(tree['query']) : null);
    const text = written === null ? null : this.located(written, line, true);
    if (text !== null) this.statements.push({ kind: 'sql', text, quiet: false });
    if (kind === 'perform') this.perform(textOf(tree['expr']), line);
    if (kind === 'call') {
      const call = this.located(textOf(tree['expr']), line, true);
      if (call !== null) this.statements.push({ kind: 'sql', text: call, quiet: true });
    }
  }

  /** PERFORM f() is SELECT f() with its result thrown away; the parser gives it as SELECT. */
  private perform(query: string | null, line: unknown): void {
    const rest = query === null ? null : this.located(query.replace(/^SELECT\s*/, ''), line, true);
    if (rest === null) return;
    this.statements.push({ kind: 'sql', text: joined([made('SELECT ', null), rest]), quiet: true });
  }

  private execute(expression: DerivedText): void {
    const value = this.isFull() ? null : constantValue(this.parser, expression, this.variables);
    if (value?.kind === 'text') {
      this.statements.push({ kind: 'sql', text: value.text, quiet: false });
      return;
    }
    const range = sourceRange(expression, { start: 0, end: expression.text.length });
    if (range === null || this.unknown.has(range.start)) return;
    this.unknown.add(range.start);
    const reason = this.isFull()
      ? 'this body runs more statements than are followed'
      : 'EXECUTE runs SQL that is made at run time';
    this.statements.push({ kind: 'unknown', range, reason });
  }

  private isFull(): boolean {
    return this.repeats > 0 && this.statements.length >= mostStatements;
  }

  private assign(tree: Tree): void {
    const name = this.nameOf(tree['varno']);
    const text = textOf(tree['expr']);
    const sign = text === null ? -1 : text.search(/:?=/);
    const whole = sign < 0 ? null : this.located(text, tree['lineno'], false);
    if (name === null || whole === null || text === null) {
      this.forget(tree);
      return;
    }
    const from = sign + (text.charAt(sign) === ':' ? 2 : 1);
    // A field or an element is assigned: what the variable holds as a whole is no longer known.
    const value =
      text.slice(0, sign).trim().toLowerCase().replaceAll('"', '') === name
        ? constantValue(this.parser, cut(whole, from, text.length), this.variables)
        : null;
    if (value === null) this.variables.delete(name);
    else this.variables.set(name, value);
  }

  private numbers(tree: Tree): readonly LiteralRow[] | null {
    if (tree['step'] !== undefined || tree['reverse'] === true) return null;
    const lower = this.valueOf(tree['lower'], tree['lineno']);
    const upper = this.valueOf(tree['upper'], tree['lineno']);
    if (lower?.kind !== 'text' || upper?.kind !== 'text') return null;
    return series(lower.text, upper.text)?.map((value): LiteralRow => [['', value]]) ?? null;
  }

  /** A loop over rows that are known runs once for each; any other once, with nothing known of what it changes. */
  private loop(tree: Tree, rows: readonly LiteralRow[] | null): void {
    const body = tree['body'];
    if (rows === null) {
      this.branches(tree);
      return;
    }
    const own = this.repeats;
    const start = this.at;
    const variables = this.loopVariables(tree);
    if (rows.length > 1) this.forget({ body });
    for (const row of rows) {
      this.at = start;
      variables.forEach((variable, i) => {
        const value: Value | undefined =
          variable.kind === 'row' ? { kind: 'row', fields: new Map(row) } : row[i]?.[1];
        if (value === undefined) this.variables.delete(variable.name);
        else this.variables.set(variable.name, value);
      });
      const last = this.isFull();
      this.visit(body);
      this.repeats++;
      if (last) break;
    }
    this.repeats = own;
    this.forget(tree);
  }

  private loopVariables(tree: Tree): readonly { name: string; kind: 'row' | 'scalar' }[] {
    const [kind = '', target] = Object.entries(asTree(tree['var']))[0] ?? [];
    const name = asTree(target)['refname'];
    if (kind === 'PLpgSQL_rec' && typeof name === 'string') return [{ name, kind: 'row' }];
    if (kind === 'PLpgSQL_var' && typeof name === 'string') return [{ name, kind: 'scalar' }];
    const fields = asTree(target)['fields'];
    const numbers: unknown[] =
      kind === 'PLpgSQL_row' && Array.isArray(fields)
        ? fields.map((field) => asTree(field)['varno'])
        : [tree['varno']];
    return numbers.flatMap((number) => {
      const own = this.nameOf(number);
      return own === null ? [] : [{ name: own, kind: 'scalar' as const }];
    });
  }

  /** Each branch begins with what is known before all of them; what one assigns is not known afterwards. */
  private branches(tree: Tree): void {
    const before = new Map(this.variables);
    const isLoop = 'body' in tree;
    const parts = Object.values(tree).flatMap((part): readonly unknown[] =>
      Array.isArray(part) && part.some((item) => !isStatement(item)) ? (part as unknown[]) : [part],
    );
    for (const part of parts) {
      this.variables = new Map(before);
      if (isLoop) this.forget(tree);
      this.visit(part);
    }
    this.variables = before;
    this.forget(tree);
  }

  /** Takes away what is known of every variable that is named as a target anywhere in a tree. */
  private forget(tree: unknown): void {
    if (Array.isArray(tree)) for (const item of tree) this.forget(item);
    else if (typeof tree === 'object' && tree !== null)
      for (const [key, child] of Object.entries(tree as Tree)) {
        const name =
          key === 'varno' || key === 'target' ? this.nameOf(child) : key === 'refname' ? child : null;
        if (typeof name === 'string') this.variables.delete(name);
        this.forget(child);
      }
  }

  private nameOf(varno: unknown): string | null {
    const datum = this.datums[typeof varno === 'number' ? varno : 0];
    const name = datum?.body['refname'];
    if (typeof name === 'string') return name;
    const parent = datum?.body['recparentno'];
    return typeof parent === 'number' && parent !== varno ? this.nameOf(parent) : null;
  }

  private valueOf(expression: unknown, line: unknown): Value | null {
    const text = textOf(expression);
    const located = text === null ? null : this.located(text, line, false);
    return located === null ? null : constantValue(this.parser, located, this.variables);
  }

  /**
   * Where a text of the tree stands in the body, at or after its line. PL/pgSQL keeps the source of a statement but
   * blanks its INTO: then its beginning has to do. One that is not found belongs to the whole body.
   */
  private located(text: string | null, line: unknown, advance: boolean): DerivedText | null {
    if (text === null) return null;
    const first = typeof line === 'number' ? (this.lines[line - 1] ?? 0) : 0;
    const { body } = this;
    const from = advance ? Math.max(this.at, first) : first;
    let start = indexOfText(body.text, text, from);
    if (start < 0) start = body.text.indexOf(text.slice(0, text.search(/\s{3}|$/)), from);
    if (start < 0 || start + text.length > body.text.length) {
      const whole = sourceRange(body, { start: 0, end: body.text.length });
      return made(text, whole);
    }
    if (advance) this.at = start + text.length;
    return { text, pieces: cut(body, start, start + text.length).pieces };
  }
}

function isArray(datatype: unknown): boolean {
  return String(asTree(asTree(datatype)['PLpgSQL_type'])['typname']).endsWith('[]');
}

function isStatement(item: unknown): boolean {
  return Object.keys(asTree(item)).some((key) => key.startsWith('PLpgSQL_stmt_'));
}

/** COMMIT and ROLLBACK are given in capital letters, however they are written. */
function indexOfText(body: string, text: string, from: number): number {
  if (text !== 'COMMIT' && text !== 'ROLLBACK') return body.indexOf(text, from);
  const found = body.slice(from).search(new RegExp(`\\b${text}\\b`, 'i'));
  return found < 0 ? -1 : from + found;
}

function textOf(expression: unknown): string | null {
  const query = asTree(asTree(expression)['PLpgSQL_expr'])['query'];
  return typeof query === 'string' ? query : null;
}
