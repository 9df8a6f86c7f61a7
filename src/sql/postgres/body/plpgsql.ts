import type { Range } from '../../../model/text';
import type { PostgresParser } from '../parser';
import { constantValue, listOf } from './constant-value';
import { BodyPlaces } from './body-places';
import { cut, joined, made, sourceRange, type DerivedText } from './derived-text';
import { literalRows, series, type LiteralRow } from './literal-rows';
import { asTree, Datums, isArray, isStatement, textOf, type LoopVariable, type Tree } from './plpgsql-tree';
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
  const walker = new Walker(parser, new BodyPlaces(body), new Datums(tree));
  walker.declare(known);
  walker.visit(tree);
  return { statements: walker.statements, conditional: walker.conditional };
}

const conditional = /^PLpgSQL_(?:stmt_(?:if|case|loop|while|fori|fors|forc|foreach_a|dynfors)|exception)$/;

/** Loops that make more statements than this are not followed to their end. */
const mostStatements = 2000;

class Walker {
  readonly statements: BodyStatement[] = [];
  conditional = false;
  private variables = new Map<string, Value>();
  /** Statements that are not made at run time count once, however often a loop runs them. */
  private repeats = 0;
  /** Where the expressions begin that are known to be unknown. */
  private readonly unknown = new Set<number>();

  constructor(
    private readonly parser: PostgresParser,
    private readonly places: BodyPlaces,
    private readonly datums: Datums,
  ) {}

  /** Gives the variables what they hold before the first statement. */
  declare(known: Environment): void {
    for (const [name, value] of known) this.variables.set(name, value);
    const seen = new Set<string>();
    for (const datum of this.datums.all) {
      const name = datum['refname'];
      if (typeof name !== 'string') continue;
      const written = known.get(name) ?? this.valueOf(datum['default_val'], datum['lineno']);
      const value = isArray(datum['datatype']) && written?.kind === 'text' ? listOf(written.text) : written;
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
        const query = textOf(tree['query']);
        const places = query === null ? null : this.places.on(query, tree['lineno']);
        this.loop(tree, places === null ? null : literalRows(this.parser, places, this.variables));
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
    const query = textOf(tree['query']);
    const dynamic = textOf(tree['dynquery']) ?? (/^(?:dynexecute|dynfors)$/.test(kind) ? query : null);
    if (dynamic !== null) this.execute(this.places.next(dynamic, line));
    else if (this.repeats === 0) this.emitStatic(kind, tree, line);
  }

  private emitStatic(kind: string, tree: Tree, line: unknown): void {
    const expression = textOf(tree['expr']);
    if (kind === 'commit' || kind === 'rollback') this.say(this.places.next(kind.toUpperCase(), line), false);
    else if (kind === 'call' && expression !== null) this.say(this.places.next(expression, line), true);
    else if (kind === 'perform' && expression !== null) {
      // PERFORM f() is SELECT f() with its result thrown away; the parser gives it as SELECT.
      const rest = this.places.next(expression.replace(/^SELECT\s*/, ''), line);
      this.say(joined([made('SELECT ', null), rest]), true);
    } else {
      const written = textOf(tree['sqlstmt']) ?? (kind === 'fors' ? textOf(tree['query']) : null);
      if (written !== null) this.say(this.places.next(written, line), false);
    }
  }

  private say(text: DerivedText, quiet: boolean): void {
    this.statements.push({ kind: 'sql', text, quiet });
  }

  private execute(expression: DerivedText): void {
    const value = this.isFull() ? null : constantValue(this.parser, expression, this.variables);
    if (value?.kind === 'text') {
      this.say(value.text, false);
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
    const name = this.datums.nameOf(tree['varno']);
    const text = textOf(tree['expr']) ?? '';
    const sign = text.search(/:?=/);
    if (name === null) return;
    const from = sign + (text.charAt(sign) === ':' ? 2 : 1);
    // A field or an element is assigned: what the variable holds as a whole is no longer known.
    const isWhole = text.slice(0, Math.max(sign, 0)).trim().toLowerCase().replaceAll('"', '') === name;
    const places = this.places.on(text, tree['lineno']);
    const value = isWhole ? constantValue(this.parser, cut(places, from, text.length), this.variables) : null;
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
    const variables = this.datums.loopVariables(tree);
    this.rounds(tree, rows, variables);
    for (const { name } of variables) this.variables.delete(name);
  }

  private rounds(tree: Tree, rows: readonly LiteralRow[] | null, variables: readonly LoopVariable[]): void {
    const body = tree['body'];
    if (rows === null) {
      for (const { name } of variables) this.variables.delete(name);
      this.branches(tree);
      return;
    }
    const own = this.repeats;
    const { at: start } = this.places;
    if (rows.length > 1) this.forget({ body });
    for (const row of rows) {
      this.places.at = start;
      variables.forEach((variable, i) => {
        const value: Value | undefined = variable.isRow ? { kind: 'row', fields: new Map(row) } : row[i]?.[1];
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

  /** Takes away what is known of every variable that is a target anywhere in a tree. */
  private forget(tree: unknown): void {
    for (const name of this.datums.assignedIn(tree)) this.variables.delete(name);
  }

  private valueOf(expression: unknown, line: unknown): Value | null {
    const text = textOf(expression);
    return text === null ? null : constantValue(this.parser, this.places.on(text, line), this.variables);
  }
}
