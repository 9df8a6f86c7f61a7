import type { ReadQuery } from './query-text';
import type { LibraryName, QueryDetails, QueryVerb } from '../../model/code';
import type { Confidence } from '../../model/dialect';
import type { CallFact, FileFacts, Shape, Value } from '../facts';
import type { ModelCatalogue } from '../columns/models/all-models';
import type { Program } from '../linking/program';
import type { EntityCatalogue } from './typeorm-entities';
import type { PrismaCatalogue } from './prisma-catalogue';

/** What a library module says of a call that it knows to be a query. */
export interface Recognition {
  readonly library: LibraryName;
  readonly verb: QueryVerb;
  /** Database name. */
  readonly table: string | null;
  readonly call: string;
  readonly confidence: Confidence;
  /** The model or entity in the library's own words, for columns; null without. */
  readonly entity: string | null;
  readonly details: QueryDetails;
}

export interface LibraryContext {
  readonly program: Program;
  readonly prisma: PrismaCatalogue;
  readonly entities: EntityCatalogue;
  /** Tables as the code of every library declares them. */
  readonly models: ModelCatalogue;
  /** The engine's grammar for SQL texts; null: they are read by their words alone. */
  readonly readQuery: ReadQuery | null;
}

/** The callee as a reader knows it: `prisma.order.findUnique`; `this.` is left out. */
export function calleeText(facts: FileFacts, value: Value, depth = 0): string {
  const path = value.path.filter((name) => name !== '[]');
  const { root } = value;
  if (root.kind === 'call') {
    const inner = facts.calls[root.call];
    const head =
      inner && depth < 4 ? `${calleeText(facts, inner.callee, depth + 1)}(${argumentHint(inner)})` : '…';
    return [head, ...path].join('.');
  }
  const head =
    root.kind === 'variable'
      ? facts.variables[root.variable]?.name
      : root.kind === 'name'
        ? root.name
        : root.kind === 'this' && path.length === 0
          ? 'this'
          : undefined;
  return head === undefined || head === '' ? path.join('.') : [head, ...path].join('.');
}

function argumentHint(call: CallFact): string {
  if (call.text !== null) return `'${call.text}'`;
  const value = call.values[0];
  return value?.root.kind === 'name' && value.path.length === 0
    ? value.root.name
    : call.values.length > 0
      ? '…'
      : '';
}

/** The receiver of a method call. */
export function receiverOf(call: CallFact): Value {
  return { root: call.callee.root, path: call.callee.path.slice(0, -1) };
}

/** The value of a property of an object shape; null when it is absent or the shape is no object. */
export function propertyShape(shape: Shape | undefined, name: string): Shape | null {
  if (shape?.kind !== 'object') return null;
  return shape.properties.find((property) => property.name === name)?.value ?? null;
}

/** The text of a string shape, also through a constant of another file. */
export function textOf(program: Program, facts: FileFacts, shape: Shape | undefined): string | null {
  if (shape?.kind === 'text') return shape.text;
  if (shape?.kind !== 'value' || shape.value.root.kind !== 'name' || shape.value.path.length > 0) return null;
  const declaration = program.resolveName(facts, shape.value.root.name, -1);
  if (declaration?.kind !== 'variable') return null;
  const constant = declaration.facts.variables[declaration.index]?.shape;
  return constant?.kind === 'text' ? constant.text : null;
}
