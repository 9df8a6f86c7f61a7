import type { DerivedText } from './derived-text';

/** What is known of a variable or an expression of a body before it runs. Names of fields are folded. */
export type Value =
  | { readonly kind: 'text'; readonly text: DerivedText }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'row'; readonly fields: ReadonlyMap<string, Value> }
  | { readonly kind: 'null' };

/** Variables by their folded names; one that is missing may hold anything. */
export type Environment = ReadonlyMap<string, Value>;
