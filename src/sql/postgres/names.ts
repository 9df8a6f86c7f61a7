import type { ObjectName } from '../../model/schema-change';
import type { RangeVar } from './ast';
import type { Source } from './source';

/** The name of a relation, located by its own offset. */
export function tableName(relation: RangeVar, source: Source): ObjectName {
  return source.nameAt(source.at(relation.location), relation.relname ?? '', relation.schemaname ?? null);
}

/** A name that the tree gives and the text holds at a token: the token's range, the tree's parts. */
export function nameFrom(parts: readonly string[], source: Source, index: number): ObjectName {
  const { name } = source.name(index);
  return {
    name: parts.at(-1) ?? name.name,
    schema: parts.length > 1 ? (parts.at(-2) ?? null) : null,
    range: name.range,
  };
}
