import type { Shape } from '../facts';
import type { ColumnName, DetailsDraft, Operator } from './details';

/** How a library writes conditions as objects. */
export interface WhereWords {
  /** Keys of an operator object: `in`, `$gte`, `[Op.like]`. */
  readonly operators: Readonly<Record<string, Operator>>;
  /** Keys whose values are conditions again: `AND`, `$or`. */
  readonly logical: ReadonlySet<string>;
  /** Whether a list as value means "one of these". */
  readonly listMeansIn: boolean;
  /** The operator of a value that is a call or a name, such as `In(ids)`; null: not known, taken for equality. */
  readonly operatorOf?: (value: Shape) => Operator | null;
}

export interface WhereNames {
  readonly column: ColumnName;
  /** A relation: conditions on it are conditions on another table. */
  readonly isRelation: (name: string) => boolean;
  /** `userId_teamId: {userId, teamId}` names a compound key. */
  readonly isCompound?: (name: string) => boolean;
}

/** Reads a condition object into a draft. An object from elsewhere, or one that spreads, leaves the columns unknown. */
export function readWhere(
  draft: DetailsDraft,
  shape: Shape | undefined,
  words: WhereWords,
  names: WhereNames,
  depth = 0,
): void {
  if (!shape || depth > 8) return;
  if (shape.kind === 'array') {
    for (const element of shape.elements) readWhere(draft, element, words, names, depth + 1);
    return;
  }
  if (shape.kind !== 'object') {
    if (!isNothing(shape)) draft.mayFilter();
    return;
  }
  for (const { name, value } of shape.properties) {
    if (value.kind === 'value' && isUndefined(value)) continue;
    if (words.logical.has(name)) readWhere(draft, value, words, names, depth + 1);
    else if (names.isRelation(name)) draft.filterUnknown();
    else if (names.isCompound?.(name) === true && value.kind === 'object')
      readWhere(draft, value, words, names, depth + 1);
    else draft.filter(names.column(name), operatorOf(value, words));
  }
  if (shape.spreads) draft.mayFilter();
}

function operatorOf(value: Shape, words: WhereWords): Operator {
  const own = words.operatorOf?.(value);
  if (own) return own;
  if (value.kind === 'array') return words.listMeansIn && !value.alternatives ? 'in' : 'other';
  if (value.kind !== 'object') return value.kind === 'other' ? 'other' : 'equals';
  const known = value.properties
    .map(({ name }) => (Object.hasOwn(words.operators, name) ? words.operators[name] : undefined))
    .filter((operator) => operator !== undefined);
  return known.find((operator) => operator !== 'other') ?? 'other';
}

function isNothing(shape: Shape): boolean {
  return (
    (shape.kind === 'literal' && shape.text === 'null') || (shape.kind === 'value' && isUndefined(shape))
  );
}

function isUndefined(shape: Shape & { readonly kind: 'value' }): boolean {
  return shape.value.root.kind === 'name' && shape.value.root.name === 'undefined';
}
