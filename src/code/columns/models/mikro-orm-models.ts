import type { DeclaredColumn, DeclaredModel, DeclaredRelation } from '../../../model/code';
import type { ClassFact, DecoratorFact, FileFacts, PropertyFact, Shape } from '../../facts';
import { propertyShape } from '../../libraries/recognition';
import type { Program } from '../../linking/program';
import { isTrue, nameBy, type Naming } from './naming';

const scalar = new Set(['Property', 'PrimaryKey', 'SerializedPrimaryKey', 'Enum', 'Formula']);
const owning = new Set(['ManyToOne', 'OneToOne']);

/**
 * Classes decorated with MikroORM's `@Entity`. Tables and columns are named by the strategy, `order_item` unless
 * another is configured; a reference is `<property>_id`. Source: mikro-orm.io/docs/naming-strategy, defining-entities.
 */
export function mikroOrmModels(program: Program, naming: Naming): readonly DeclaredModel[] {
  return [...program.files.values()].flatMap((facts) =>
    fromMikroOrm(facts)
      ? facts.classes.flatMap((item, index) => {
          const entity = item.decorators.find(({ name }) => name === 'Entity');
          return entity ? [modelOf(program, naming, facts, item, index, entity)] : [];
        })
      : [],
  );
}

function fromMikroOrm(facts: FileFacts): boolean {
  return facts.imports.some((item) => item.local === 'Entity' && item.from.startsWith('@mikro-orm/'));
}

function modelOf(
  program: Program,
  naming: Naming,
  facts: FileFacts,
  item: ClassFact,
  index: number,
  entity: DecoratorFact,
): DeclaredModel {
  const table = propertyShape(entity.args[0], 'tableName') ?? propertyShape(entity.args[0], 'collection');
  const schema = propertyShape(entity.args[0], 'schema');
  const chain = program.withBases(facts, index);
  const members = chain.flatMap((owner) =>
    (owner.facts.classes[owner.index]?.properties ?? []).flatMap((property) =>
      memberOf(owner.facts, property, naming),
    ),
  );
  const last = chain[chain.length - 1];
  const top = last?.facts.classes[last.index]?.extends;
  const byStrategy = nameBy(naming, item.name);
  return {
    file: facts.file,
    range: { start: item.nameStart, end: item.nameStart + item.name.length },
    library: 'mikro-orm',
    name: item.name,
    table: table?.kind === 'text' ? table.text : (byStrategy ?? item.name),
    schema: schema?.kind === 'text' ? schema.text : null,
    view: propertyShape(entity.args[0], 'expression') !== null,
    columns: members.flatMap(({ column }) => (column ? [column] : [])),
    relations: members.flatMap(({ relation }) => (relation ? [relation] : [])),
    complete:
      members.every(({ known }) => known) &&
      (!top || top.name === 'BaseEntity') &&
      byStrategy !== null &&
      (table === null || table.kind === 'text') &&
      propertyShape(entity.args[0], 'discriminatorColumn') === null,
  };
}

interface Member {
  readonly column: DeclaredColumn | null;
  readonly relation: DeclaredRelation | null;
  /** Its column is known by name. */
  readonly known: boolean;
}

function memberOf(facts: FileFacts, property: PropertyFact, naming: Naming): readonly Member[] {
  return property.decorators.flatMap((decorator): readonly Member[] => {
    if (decorator.name === 'Embedded') return [{ column: null, relation: null, known: false }];
    const isReference = owning.has(decorator.name);
    if (!scalar.has(decorator.name) && !isReference) return [];
    const option = (name: string): Shape | null =>
      decorator.args.map((argument) => propertyShape(argument, name)).find((shape) => shape !== null) ?? null;
    if (isFalse(option('persist')) || decorator.name === 'Formula') return [];
    // The side that only mirrors: mappedBy.
    if (isReference && option('mappedBy') !== null) return [];
    const range = { start: property.nameStart, end: property.nameStart + property.name.length };
    const given =
      option('fieldName') ??
      option(isReference ? 'joinColumn' : 'name') ??
      (isReference ? null : option('columnName'));
    const written = given?.kind === 'text' ? given.text : null;
    const byStrategy = nameBy(naming, isReference ? referenceName(naming, property.name) : property.name);
    const column = written ?? byStrategy ?? property.name;
    const place = { file: facts.file, range };
    return [
      {
        column: {
          ...place,
          property: property.name,
          column,
          nullable: isTrue(option('nullable')),
          filled:
            option('default') !== null ||
            option('defaultRaw') !== null ||
            option('onCreate') !== null ||
            isTrue(option('version')) ||
            isTrue(option('autoincrement')) ||
            property.init !== null,
        },
        relation: isReference
          ? { ...place, property: property.name, columns: [column], target: targetOf(decorator, property) }
          : null,
        known:
          (written !== null || byStrategy !== null) &&
          (given === null || given.kind === 'text') &&
          option('fieldNames') === null &&
          option('joinColumns') === null,
      },
    ];
  });
}

/** `author` → `author_id`; where names are kept the column is called as the property. */
function referenceName(naming: Naming, property: string): string {
  return naming === 'snake' ? `${property}_id` : property;
}

function targetOf({ args }: DecoratorFact, property: PropertyFact): string {
  const [first] = args;
  const entity = propertyShape(first, 'entity') ?? first;
  if (entity?.kind === 'function' && entity.result?.root.kind === 'name') return entity.result.root.name;
  return entity?.kind === 'text' ? entity.text : (property.type?.name ?? '');
}

function isFalse(shape: Shape | null): boolean {
  return shape?.kind === 'literal' && shape.text === 'false';
}
