import type { DeclaredColumn, DeclaredModel, DeclaredRelation } from '../../../model/code';
import type { ClassFact, DecoratorFact, FileFacts, PropertyFact, Shape } from '../../facts';
import { propertyShape } from '../../libraries/recognition';
import type { Program } from '../../linking/program';
import { isTrue, snakeCase, type Naming } from './naming';
import { pluralOf } from './plural';

const columnDecorators = new Set([
  'Column',
  'CreatedAt',
  'UpdatedAt',
  'DeletedAt',
  'ForeignKey',
  'PrimaryKey',
]);
const filling = new Set(['Default', 'AutoIncrement', 'CreatedAt', 'UpdatedAt']);

/** Classes with `@Table` of sequelize-typescript, with the columns of their bases. Source: github.com/sequelize/sequelize-typescript. */
export function sequelizeClassModels(program: Program, naming: Naming): readonly DeclaredModel[] {
  return [...program.files.values()].flatMap((facts) =>
    facts.imports.some((item) => item.local === 'Table' && /sequelize/.test(item.from))
      ? facts.classes.flatMap((item, index) => {
          const table = item.decorators.find(({ name }) => name === 'Table');
          return table ? [modelOf(program, naming, facts, item, index, table)] : [];
        })
      : [],
  );
}

function modelOf(
  program: Program,
  naming: Naming,
  facts: FileFacts,
  item: ClassFact,
  index: number,
  table: DecoratorFact,
): DeclaredModel {
  const [options] = table.args;
  const option = (key: string): Shape | null => propertyShape(options, key);
  const underscored = option('underscored') === null ? naming === 'snake' : isTrue(option('underscored'));
  const columns: DeclaredColumn[] = [];
  const relations: DeclaredRelation[] = [];
  let complete = options?.kind !== 'value';
  const chain = program.withBases(facts, index);
  for (const owner of chain)
    for (const property of owner.facts.classes[owner.index]?.properties ?? []) {
      const read = columnOf(owner.facts, property, underscored);
      if (!read || columns.some((column) => column.property === property.name)) continue;
      // `updatedAt: false` takes away what a base class declares.
      if (isFalse(option(property.name))) continue;
      columns.push(read.column);
      complete &&= read.known;
      if (read.target !== null)
        relations.push({ ...read.column, columns: [read.column.column], target: read.target });
    }
  const last = chain[chain.length - 1];
  const top = last?.facts.classes[last.index]?.extends;
  const base = last && top ? program.resolveType(last.facts, top) : null;
  if (base?.kind !== 'external' || !base.module.startsWith('sequelize')) complete = false;
  const range = { start: item.nameStart, end: item.nameStart + item.name.length };
  const stampsOn = option('timestamps');
  for (const property of ['createdAt', 'updatedAt', ...(isTrue(option('paranoid')) ? ['deletedAt'] : [])]) {
    const own = columns.some((column) => column.property === property);
    if (own || isFalse(stampsOn)) continue;
    const given = option(property);
    if (given?.kind === 'literal') continue;
    const name = given?.kind === 'text' ? given.text : property;
    const column = underscored ? snakeCase(name) : name;
    columns.push({
      file: facts.file,
      range,
      property,
      column,
      nullable: property === 'deletedAt',
      filled: true,
    });
  }
  const named = option('tableName');
  const modelName = option('modelName');
  const name = modelName?.kind === 'text' ? modelName.text : item.name;
  const plain = underscored ? snakeCase(name) : name;
  const schema = option('schema');
  return {
    file: facts.file,
    range,
    library: 'sequelize',
    name: item.name,
    table: named?.kind === 'text' ? named.text : isTrue(option('freezeTableName')) ? plain : pluralOf(plain),
    schema: schema?.kind === 'text' ? schema.text : null,
    view: false,
    columns,
    relations,
    complete: complete && (named === null || named.kind === 'text'),
  };
}

function columnOf(
  facts: FileFacts,
  property: PropertyFact,
  underscored: boolean,
): { readonly column: DeclaredColumn; readonly target: string | null; readonly known: boolean } | null {
  const { decorators } = property;
  if (!decorators.some(({ name }) => columnDecorators.has(name))) return null;
  const given = decorators.find(({ name }) => name === 'Column')?.args[0];
  if (isVirtual(given)) return null;
  const field = propertyShape(given, 'field');
  const foreign = decorators.find(({ name }) => name === 'ForeignKey')?.args[0];
  const target =
    foreign?.kind === 'function' && foreign.result?.root.kind === 'name' ? foreign.result.root.name : null;
  const allowNull = propertyShape(given, 'allowNull');
  const names = new Set(decorators.map(({ name }) => name));
  return {
    column: {
      file: facts.file,
      range: { start: property.nameStart, end: property.nameStart + property.name.length },
      property: property.name,
      column: field?.kind === 'text' ? field.text : underscored ? snakeCase(property.name) : property.name,
      nullable: !names.has('PrimaryKey') && !(allowNull?.kind === 'literal' && allowNull.text === 'false'),
      filled: propertyShape(given, 'defaultValue') !== null || [...names].some((name) => filling.has(name)),
    },
    target,
    known: field === null || field.kind === 'text',
  };
}

function isFalse(shape: Shape | null): boolean {
  return shape?.kind === 'literal' && shape.text === 'false';
}

function isVirtual(given: Shape | undefined): boolean {
  const type = propertyShape(given, 'type') ?? given;
  return type?.kind === 'value' && type.value.path[type.value.path.length - 1] === 'VIRTUAL';
}
