import type { Range } from '../../model/text';
import { isTrue, nameBy, snakeCase, type Naming } from '../columns/models/naming';
import type { ClassFact, DecoratorFact, FileFacts, PropertyFact, Shape } from '../facts';
import type { Program } from '../linking/program';
import { propertyShape } from './recognition';

export interface EntityColumn {
  readonly property: string;
  readonly column: string;
  /** Of the property's name. */
  readonly range: Range;
  readonly file: string;
  readonly nullable: boolean;
  /** A default, a generated key, a time of creation: a write may leave it out. */
  readonly filled: boolean;
}

export interface Entity {
  readonly name: string;
  readonly facts: FileFacts;
  readonly index: number;
  readonly table: string;
  readonly columns: ReadonlyMap<string, EntityColumn>;
  /** Relation property → class name of the other entity. */
  readonly relations: ReadonlyMap<string, string>;
  readonly schema: string | null;
  readonly view: boolean;
  /** Every column is known by the name the database has. */
  readonly complete: boolean;
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
  'ViewColumn',
]);
const relationDecorators = new Set(['ManyToOne', 'OneToOne', 'OneToMany', 'ManyToMany']);

/** Classes decorated with TypeORM's `@Entity`, with the columns of their bases, by the naming strategy of the root. */
export function catalogueEntities(program: Program, naming: Naming = 'as-written'): EntityCatalogue {
  const byKey = new Map<string, Entity>();
  const byName = new Map<string, Entity>();
  for (const facts of program.files.values()) {
    facts.classes.forEach((item, index) => {
      const decorator = item.decorators.find(
        (candidate) => candidate.name === 'Entity' || candidate.name === 'ViewEntity',
      );
      if (!decorator || !comesFromTypeorm(facts)) return;
      const entity = readEntity(program, naming, facts, index, item, decorator);
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
  naming: Naming,
  facts: FileFacts,
  index: number,
  item: ClassFact,
  decorator: DecoratorFact,
): Entity {
  const members = new Members(program, naming);
  members.readClass(facts, index, '');
  const [given, options] = decorator.args;
  const named =
    given?.kind === 'text' ? given : (propertyShape(given, 'name') ?? propertyShape(options, 'name'));
  const schema = propertyShape(given, 'schema') ?? propertyShape(options, 'schema');
  return {
    name: item.name,
    facts,
    index,
    table: named?.kind === 'text' ? named.text : snakeCase(item.name),
    schema: schema?.kind === 'text' ? schema.text : null,
    view: decorator.name === 'ViewEntity',
    columns: members.columns,
    relations: members.relations,
    complete: members.complete && (named === null || named.kind === 'text'),
  };
}

/** Collects what the decorators of a class, its bases and its embedded classes declare. */
class Members {
  readonly columns = new Map<string, EntityColumn>();
  readonly relations = new Map<string, string>();
  complete = true;

  constructor(
    private readonly program: Program,
    private readonly naming: Naming,
  ) {}

  readClass(facts: FileFacts, index: number, prefix: string, depth = 0): void {
    const chain = this.program.withBases(facts, index);
    for (const owner of chain) {
      const base = owner.facts.classes[owner.index];
      for (const property of base?.properties ?? []) this.read(owner.facts, property, prefix, depth);
    }
    const last = chain[chain.length - 1];
    const top = last?.facts.classes[last.index]?.extends;
    // TypeORM's own BaseEntity has no columns; what another package or a mixin brings is not seen.
    if (top && top.name !== 'BaseEntity') this.complete = false;
  }

  private read(facts: FileFacts, property: PropertyFact, prefix: string, depth: number): void {
    for (const decorator of property.decorators) {
      if (columnDecorators.has(decorator.name)) this.readColumn(facts, property, decorator, prefix, depth);
      else if (relationDecorators.has(decorator.name)) this.readRelation(facts, property, decorator, prefix);
    }
  }

  private readColumn(
    facts: FileFacts,
    property: PropertyFact,
    decorator: DecoratorFact,
    prefix: string,
    depth: number,
  ): void {
    const [first] = decorator.args;
    if (first?.kind === 'function') {
      this.readEmbedded(facts, property, decorator, prefix, depth);
      return;
    }
    const option = (name: string): Shape | null =>
      decorator.args.map((argument) => propertyShape(argument, name)).find((shape) => shape !== null) ?? null;
    const name = option('name');
    if (name && name.kind !== 'text') this.complete = false;
    // Options that are put together elsewhere may hold a name.
    if (decorator.args.some((argument) => argument.kind === 'object' && argument.spreads))
      this.complete = false;
    const filled =
      option('default') !== null ||
      filledDecorators.has(decorator.name) ||
      property.decorators.some((other) => other.name === 'Generated') ||
      option('generatedType') !== null;
    const written = name?.kind === 'text' ? name.text : null;
    this.add(facts, property, written, prefix, {
      nullable: isTrue(option('nullable')) || decorator.name === 'DeleteDateColumn',
      filled,
    });
  }

  /** `@Column(() => Address)`: its columns are those of the class, under the name of the property. */
  private readEmbedded(
    facts: FileFacts,
    property: PropertyFact,
    decorator: DecoratorFact,
    prefix: string,
    depth: number,
  ): void {
    const [target] = decorator.args;
    const name =
      target?.kind === 'function' && target.result?.root.kind === 'name' ? target.result.root.name : null;
    const found = name === null ? null : this.program.resolveName(facts, name, -1);
    if (found?.kind !== 'class' || depth > 4) {
      this.complete = false;
      return;
    }
    const given = propertyShape(decorator.args[1], 'prefix');
    const own =
      given === null ? property.name : given.kind === 'text' ? given.text : isFalse(given) ? '' : null;
    if (own === null) this.complete = false;
    const inner = new Members(this.program, this.naming);
    inner.readClass(found.facts, found.index, joined(prefix, own ?? ''), depth + 1);
    if (!inner.complete) this.complete = false;
    for (const [key, column] of inner.columns) this.columns.set(`${property.name}.${key}`, column);
  }

  private readRelation(
    facts: FileFacts,
    property: PropertyFact,
    decorator: DecoratorFact,
    prefix: string,
  ): void {
    const [target] = decorator.args;
    const other =
      target?.kind === 'function' && target.result?.root.kind === 'name'
        ? target.result.root.name
        : target?.kind === 'text'
          ? target.text
          : property.type?.name;
    if (other) this.relations.set(property.name, other);
    const joins = property.decorators.filter((candidate) => candidate.name === 'JoinColumn');
    // OneToOne owns the column only with @JoinColumn.
    if (decorator.name !== 'ManyToOne' && !(decorator.name === 'OneToOne' && joins.length > 0)) return;
    const [join] = joins;
    const name = propertyShape(join?.args[0], 'name');
    const referenced = propertyShape(join?.args[0], 'referencedColumnName');
    const key = referenced?.kind === 'text' ? referenced.text : this.keyOf(facts, other);
    const many = join?.args[0]?.kind === 'array' || joins.length > 1;
    if (many || (name && name.kind !== 'text')) this.complete = false;
    const nullable = !isFalse(
      propertyShape(decorator.args[2], 'nullable') ?? propertyShape(decorator.args[1], 'nullable'),
    );
    // The default strategy joins by the property and the key of the other side: `orderId`.
    const written = name?.kind === 'text' ? name.text : null;
    this.add(
      facts,
      property,
      written,
      '',
      { nullable, filled: false },
      joined(joined(prefix, property.name), key),
    );
  }

  /** The property that is the primary key of another entity; `id` where it is not seen. */
  private keyOf(facts: FileFacts, name: string | undefined): string {
    const found = name === undefined ? null : this.program.resolveName(facts, name, -1);
    if (found?.kind !== 'class') return 'id';
    const keys = this.program
      .withBases(found.facts, found.index)
      .flatMap((owner) => owner.facts.classes[owner.index]?.properties ?? [])
      .filter((property) =>
        property.decorators.some(({ name: decorator }) => decorator.startsWith('Primary')),
      );
    if (keys.length > 1) this.complete = false;
    return keys[0]?.name ?? 'id';
  }

  private add(
    facts: FileFacts,
    property: PropertyFact,
    written: string | null,
    prefix: string,
    { nullable, filled }: { readonly nullable: boolean; readonly filled: boolean },
    plain = property.name,
  ): void {
    if (this.columns.has(property.name)) return;
    const bare = written ?? plain;
    const full = joined(prefix, bare);
    const byStrategy = written !== null && prefix === '' ? written : nameBy(this.naming, full);
    if (byStrategy === null) this.complete = false;
    this.columns.set(property.name, {
      property: property.name,
      column: byStrategy ?? full,
      range: { start: property.nameStart, end: property.nameStart + property.name.length },
      file: facts.file,
      nullable,
      filled,
    });
  }
}

const filledDecorators = new Set([
  'PrimaryGeneratedColumn',
  'CreateDateColumn',
  'UpdateDateColumn',
  'VersionColumn',
  'ObjectIdColumn',
]);

/** `address` and `street` → `addressStreet`. */
function joined(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function isFalse(shape: Shape | null): boolean {
  return shape?.kind === 'literal' && shape.text === 'false';
}
