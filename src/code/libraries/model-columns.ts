import type { DeclaredModel } from '../../model/code';
import type { ColumnName } from './details';

const columns = new WeakMap<DeclaredModel, ReadonlyMap<string, string>>();

/** The database names of a model's columns by their names in the code; a name that is none stays as it is. */
export function columnsOf(model: DeclaredModel | null): ColumnName {
  if (!model) return (name) => name;
  let known = columns.get(model);
  if (!known) {
    known = new Map(model.columns.map(({ property, column }) => [property, column]));
    columns.set(model, known);
  }
  const names = known;
  return (name) => names.get(name) ?? name;
}
