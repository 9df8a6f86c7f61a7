import type { DeclaredColumn, DeclaredModel } from '../../../model/code';
import type { ClassFact, FileFacts, Shape } from '../../facts';
import { propertyShape } from '../../libraries/recognition';
import type { Program } from '../../linking/program';
import { nameBy, type Naming } from './naming';

/**
 * Classes that extend Objection's Model and say their `tableName`. The columns are those of `jsonSchema`, as far
 * as there is one: Objection itself reads `select *`, so the set is never the whole. Names follow
 * `columnNameMappers` and `knexSnakeCaseMappers`. Source: vincit.github.io/objection.js/api/model.
 */
export function objectionModels(program: Program, naming: Naming): readonly DeclaredModel[] {
  return [...program.files.values()].flatMap((facts) =>
    facts.classes.flatMap((item, index) => {
      const chain = program.withBases(facts, index);
      const last = chain[chain.length - 1];
      const top = last?.facts.classes[last.index]?.extends;
      const resolved = last && top ? program.resolveType(last.facts, top) : null;
      if (resolved?.kind !== 'external' || resolved.module !== 'objection') return [];
      const table = staticOf(item, 'tableName');
      return table?.kind === 'text' ? [modelOf(program, facts, item, index, table.text, naming)] : [];
    }),
  );
}

function modelOf(
  program: Program,
  facts: FileFacts,
  item: ClassFact,
  index: number,
  table: string,
  naming: Naming,
): DeclaredModel {
  const own = program
    .withBases(facts, index)
    .some((owner) => mapsSnake(owner.facts.classes[owner.index], owner.facts));
  const schema = staticOf(item, 'jsonSchema');
  const properties = propertyShape(schema ?? undefined, 'properties');
  const strategy = own ? 'snake' : naming;
  const columns: DeclaredColumn[] =
    properties?.kind === 'object'
      ? properties.properties.map((property) => ({
          file: facts.file,
          range: { start: property.start, end: property.end },
          property: property.name,
          column: nameBy(strategy, property.name) ?? property.name,
          nullable: null,
          filled: true,
        }))
      : [];
  return {
    file: facts.file,
    range: { start: item.nameStart, end: item.nameStart + item.name.length },
    library: 'objection',
    name: item.name,
    table,
    schema: null,
    view: false,
    columns,
    relations: [],
    complete: false,
  };
}

function staticOf(item: ClassFact, name: string): Shape | null {
  return item.properties.find((property) => property.name === name)?.shape ?? null;
}

/** `static columnNameMappers = snakeCaseMappers()`. */
function mapsSnake(item: ClassFact | undefined, facts: FileFacts): boolean {
  const shape = item ? staticOf(item, 'columnNameMappers') : null;
  if (shape?.kind !== 'value' || shape.value.root.kind !== 'call') return false;
  return facts.calls[shape.value.root.call]?.name === 'snakeCaseMappers';
}
