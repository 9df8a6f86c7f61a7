import type { DeclaredModel } from '../../model/code';
import { FileUses } from './collect';

/** Tables and columns as declared, by the file they stand in. A type of Kysely or a schema of Objection is a weak declaration: no query names its columns by itself. */
export function declaredUses(models: readonly DeclaredModel[]): readonly FileUses[] {
  const files = new Map<string, FileUses>();
  const usesIn = (file: string): FileUses => {
    const known = files.get(file) ?? new FileUses(file);
    files.set(file, known);
    return known;
  };
  for (const model of models) {
    const source = { library: model.library, confidence: 'high' as const };
    usesIn(model.file).table(model.range.start, model.range.end, model.table, 'declaration', source);
    for (const { file, range, column } of model.columns)
      usesIn(file).column(range.start, range.end, model.table, column, 'declaration', source);
  }
  return [...files.values()];
}
