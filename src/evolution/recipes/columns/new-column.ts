import type { NewColumn } from './replacement';
import { typeOfText } from './type-of-text';

/** A new column of a type that a person names; it may be NULL. */
export function newColumn(
  name: string,
  type: string,
  forward: string,
  more: Partial<NewColumn> = {},
): NewColumn {
  return {
    name,
    type,
    read: typeOfText(type),
    collation: null,
    nullable: true,
    default: null,
    forward,
    ...more,
  };
}
