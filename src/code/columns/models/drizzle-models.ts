import type { DeclaredColumn, DeclaredModel, DeclaredRelation } from '../../../model/code';
import type { CallFact, FileFacts, PropertyShape, Shape, Value, VariableFact } from '../../facts';
import type { Program } from '../../linking/program';
import { nameBy, type Naming } from './naming';

const makers = new Set(['pgTable', 'mysqlTable', 'sqliteTable']);
const filling = new Set([
  'default',
  'defaultNow',
  '$default',
  '$defaultFn',
  '$onUpdate',
  '$onUpdateFn',
  'autoincrement',
]);
const generated = new Set(['serial', 'bigserial', 'smallserial']);

/**
 * Tables made by `pgTable('orders', { total: integer('total') })` and its siblings, also of a schema
 * (`shop.table(…)`) or with names of their own (`pgTableCreator`). A column without a name is called as its
 * property, or by the `casing` of the client. Source: orm.drizzle.team/docs/sql-schema-declaration.
 */
export function drizzleModels(program: Program, naming: Naming): readonly DeclaredModel[] {
  return [...program.files.values()].flatMap((facts) =>
    facts.imports.some((item) => item.from.startsWith('drizzle-orm'))
      ? facts.variables.flatMap((variable) => {
          const call = variable.within === -1 ? maybeTable(facts, variable) : null;
          const maker = call ? makerOf(program, facts, call) : null;
          return call && maker
            ? [modelOf(program, naming, facts, call, maker, { name: variable.name, start: variable.start })]
            : [];
        })
      : [],
  );
}

interface Maker {
  readonly schema: string | null;
  /** `pgTableCreator((name) => …)` names the table by code. */
  readonly renames: boolean;
}

/** The call a variable holds. With a callback (`(t) => [index().on(t.a)]`) it looks like a function that was wrapped. */
function maybeTable(facts: FileFacts, { init, fn }: VariableFact): CallFact | null {
  if (init) return behind(facts, init);
  return facts.calls[facts.functions[fn]?.inlineOf ?? -1] ?? null;
}

/** The innermost call of a chain: `pgTable(…)` of `pgTable(…).enableRLS()`. */
function behind(facts: FileFacts, value: Value, depth = 0): CallFact | null {
  if (value.root.kind !== 'call' || depth > 20) return null;
  const call = facts.calls[value.root.call];
  if (!call) return null;
  return call.callee.root.kind === 'call' ? behind(facts, call.callee, depth + 1) : call;
}

function makerOf(program: Program, facts: FileFacts, call: CallFact): Maker | null {
  if (call.callee.root.kind === 'name' && call.callee.path.length === 0 && makers.has(call.name))
    return { schema: null, renames: false };
  // `const shop = pgSchema('shop')`, `const createTable = pgTableCreator(…)`.
  if (call.name !== 'table' && call.callee.path.length > 0) return null;
  const made = initOf(program, facts, call.callee);
  if (!made) return null;
  if (/^(?:pg|mysql)(?:Schema)$|^mysqlDatabase$/.test(made.name) && call.name === 'table')
    return { schema: made.text, renames: made.text === null };
  return /^(?:pg|mysql|sqlite)TableCreator$/.test(made.name) && call.callee.path.length === 0
    ? { schema: null, renames: true }
    : null;
}

/** The call a name was initialised with, in this file or another. */
function initOf(program: Program, facts: FileFacts, { root }: Value): CallFact | null {
  const found =
    root.kind === 'variable'
      ? { facts, index: root.variable }
      : root.kind === 'name'
        ? program.resolveName(facts, root.name, -1)
        : null;
  if (!found || !('index' in found) || ('kind' in found && found.kind !== 'variable')) return null;
  const init = found.facts.variables[found.index]?.init;
  return init?.root.kind === 'call' ? (found.facts.calls[init.root.call] ?? null) : null;
}

function modelOf(
  program: Program,
  naming: Naming,
  facts: FileFacts,
  call: CallFact,
  maker: Maker,
  variable: { readonly name: string; readonly start: number },
): DeclaredModel {
  const columns: DeclaredColumn[] = [];
  const relations: DeclaredRelation[] = [];
  const shape = call.shapes?.[1];
  const complete = readColumns(program, naming, facts, shape, columns, relations, 0);
  return {
    file: facts.file,
    range: { start: variable.start, end: variable.start + variable.name.length },
    library: 'drizzle',
    name: variable.name,
    table: call.text ?? variable.name,
    schema: maker.schema,
    view: false,
    columns,
    relations,
    complete: complete && call.text !== null && !maker.renames,
  };
}

/** Reads `{ id: serial('id'), ...timestamps }`; false when a part of it is not known. */
function readColumns(
  program: Program,
  naming: Naming,
  facts: FileFacts,
  shape: Shape | undefined,
  columns: DeclaredColumn[],
  relations: DeclaredRelation[],
  depth: number,
): boolean {
  if (shape?.kind !== 'object' || depth > 5) return false;
  let complete = true;
  for (const property of shape.properties) {
    const read = columnOf(naming, facts, property);
    if (!read) complete = false;
    else {
      columns.push(read.column);
      if (read.relation) relations.push(read.relation);
    }
  }
  for (const value of shape.spread) {
    const found = value.root.kind === 'name' ? program.resolveName(facts, value.root.name, -1) : null;
    const other = found?.kind === 'variable' ? found.facts.variables[found.index]?.shape : null;
    complete &&=
      found?.kind === 'variable' &&
      value.path.length === 0 &&
      readColumns(program, naming, found.facts, other ?? undefined, columns, relations, depth + 1);
  }
  return complete && (!shape.spreads || shape.spread.length > 0);
}

function columnOf(
  naming: Naming,
  facts: FileFacts,
  property: PropertyShape,
): { readonly column: DeclaredColumn; readonly relation: DeclaredRelation | null } | null {
  const { value } = property;
  if (value.kind !== 'value' || value.value.root.kind !== 'call') return null;
  const chain = chainOf(facts, value.value.root.call);
  const builder = chain[0];
  if (!builder) return null;
  const names = new Set(chain.slice(1).map((call) => call.name));
  const written = builder.text;
  const column = written ?? nameBy(naming, property.name);
  if (column === null) return null;
  const place = { file: facts.file, range: { start: property.start, end: property.end } };
  const references = chain.find((call) => call.name === 'references')?.shapes?.[0];
  const target =
    references?.kind === 'function' && references.result ? rootName(facts, references.result) : null;
  return {
    column: {
      ...place,
      property: property.name,
      column,
      nullable: !names.has('notNull') && !names.has('primaryKey') && !generated.has(builder.name),
      filled:
        generated.has(builder.name) ||
        [...names].some((name) => filling.has(name) || name.startsWith('generated')) ||
        // SQLite numbers an INTEGER PRIMARY KEY itself.
        (builder.name === 'integer' && names.has('primaryKey')),
    },
    relation: target === null ? null : { ...place, property: property.name, columns: [column], target },
  };
}

/** The calls of a builder chain, the column type first. */
function chainOf(facts: FileFacts, index: number): readonly CallFact[] {
  const chain: CallFact[] = [];
  for (let at: number | null = index; at !== null && chain.length < 30;) {
    const call: CallFact | undefined = facts.calls[at];
    if (!call) return [];
    chain.unshift(call);
    at = call.callee.root.kind === 'call' ? call.callee.root.call : null;
  }
  return chain;
}

function rootName(facts: FileFacts, { root }: Value): string | null {
  if (root.kind === 'name') return root.name;
  return root.kind === 'variable' ? (facts.variables[root.variable]?.name ?? null) : null;
}
