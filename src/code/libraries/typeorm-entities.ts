import type { Range } from '../../model/text';
import type { ClassFact, DecoratorFact, FileFacts, PropertyFact } from '../facts';
import type { Program } from '../linking/program';
import { propertyShape } from './recognition';

export interface EntityColumn {
  readonly property: string;
  readonly column: string;
  readonly range: Range;
  readonly file: string;
}

export interface Entity {
  readonly name: string;
  readonly facts: FileFacts;
  readonly index: number;
  readonly table: string;
  readonly columns: ReadonlyMap<string, EntityColumn>;
  /** Relation property → class name of the other entity. */
  readonly relations: ReadonlyMap<string, string>;
}

export interface EntityCatalogue {
  /** By `file#Class`. */
  readonly byKey: ReadonlyMap<string, Entity>;
  /** By class name; the first of that name. */
  readonly byName: ReadonlyMap<string, Entity>;
}

const columnDecorators = new Set([
  'Column',
  'PrimaryColumn',
  'PrimaryGeneratedColumn',
  'CreateDateColumn',
  'UpdateDateColumn',
  'DeleteDateColumn',
  'VersionColumn',
  'ObjectIdColumn',
  'Generated',
  'ViewColumn',
]);
const relationDecorators = new Set(['ManyToOne', 'OneToOne', 'OneToMany', 'ManyToMany']);

/** Classes decorated with TypeORM's `@Entity`, with the columns of their bases. Names follow the default naming strategy. */
export function catalogueEntities(program: Program): EntityCatalogue {
  const byKey = new Map<string, Entity>();
  const byName = new Map<string, Entity>();
  for (const facts of program.files.values()) {
    facts.classes.forEach((item, index) => {
      const decorator = item.decorators.find(
        (candidate) => candidate.name === 'Entity' || candidate.name === 'ViewEntity',
      );
      if (!decorator || !comesFromTypeorm(facts)) return;
      const entity = readEntity(program, facts, index, item, decorator);
      byKey.set(`${facts.file}#${item.name}`, entity);
      if (!byName.has(item.name)) byName.set(item.name, entity);
    });
  }
  return { byKey, byName };
}

/** MikroORM has an `@Entity` of its own. */
function comesFromTypeorm(facts: FileFacts): boolean {
  return facts.imports.some((item) =>
    item.local === 'Entity' || item.local === 'ViewEntity' ? !/mikro/.test(item.from) : false,
  );
}

function readEntity(
  program: Program,
  facts: FileFacts,
  index: number,
  item: ClassFact,
  decorator: DecoratorFact,
): Entity {
  const columns = new Map<string, EntityColumn>();
  const relations = new Map<string, string>();
  for (const owner of program.withBases(facts, index)) {
    const base = owner.facts.classes[owner.index];
    for (const property of base?.properties ?? []) readMember(owner.facts.file, property, columns, relations);
  }
  const given = decorator.args[0];
  const named =
    given?.kind === 'text'
      ? given
      : (propertyShape(decorator.args[0], 'name') ?? propertyShape(decorator.args[1], 'name'));
  return {
    name: item.name,
    facts,
    index,
    table: named?.kind === 'text' ? named.text : snakeCase(item.name),
    columns,
    relations,
  };
}

function readMember(
  file: string,
  property: PropertyFact,
  columns: Map<string, EntityColumn>,
  relations: Map<string, string>,
): void {
  const range = { start: property.start, end: property.end };
  const add = (column: string): void => {
    if (!columns.has(property.name))
      columns.set(property.name, { property: property.name, column, range, file });
  };
  for (const decorator of property.decorators) {
    if (columnDecorators.has(decorator.name)) {
      const name = decorator.args
        .map((argument) => propertyShape(argument, 'name'))
        .find((shape) => shape?.kind === 'text');
      add(name?.kind === 'text' ? name.text : property.name);
    } else if (relationDecorators.has(decorator.name)) {
      const target = decorator.args[0];
      const other =
        target?.kind === 'function' && target.result?.root.kind === 'name'
          ? target.result.root.name
          : target?.kind === 'text'
            ? target.text
            : property.type?.name;
      if (other) relations.set(property.name, other);
      const join = property.decorators.find((candidate) => candidate.name === 'JoinColumn');
      const name = propertyShape(join?.args[0], 'name');
      // The default naming strategy joins by `<property>Id`; OneToOne owns the column only with @JoinColumn.
      if (name?.kind === 'text') add(name.text);
      else if (decorator.name === 'ManyToOne' || (decorator.name === 'OneToOne' && join))
        add(`${property.name}Id`);
    }
  }
}

/** TypeORM's `snakeCase`: `OrderItem` → `order_item`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z])([A-Z])([a-z])/g, '$1_$2$3')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
