import type { DeclaredModel } from '../../../model/code';
import type { EntityCatalogue } from '../../libraries/typeorm-entities';

/** TypeORM's entities as tables. */
export function typeormModels(catalogue: EntityCatalogue): readonly DeclaredModel[] {
  return [...catalogue.byKey.values()].map((entity) => {
    const item = entity.facts.classes[entity.index];
    return {
      file: entity.facts.file,
      range: { start: item?.nameStart ?? 0, end: (item?.nameStart ?? 0) + entity.name.length },
      library: 'typeorm',
      name: entity.name,
      table: entity.table,
      schema: entity.schema,
      view: entity.view,
      columns: [...entity.columns.values()],
      relations: [...entity.relations].flatMap(([property, target]) => {
        const column = entity.columns.get(property);
        return column
          ? [{ property, columns: [column.column], target, file: column.file, range: column.range }]
          : [];
      }),
      complete: entity.complete,
    };
  });
}
