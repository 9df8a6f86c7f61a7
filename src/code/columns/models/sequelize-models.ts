import type { DeclaredColumn, DeclaredModel } from '../../../model/code';
import type { CallFact, FileFacts, Shape } from '../../facts';
import { propertyShape } from '../../libraries/recognition';
import type { Program } from '../../linking/program';
import { pluralOf } from './plural';
import { isTrue, snakeCase, type Naming } from './naming';
import { withForeignKeys } from './sequelize-associations';

/**
 * Models made by `sequelize.define('user', {…}, options)` and `User.init({…}, options)`. Tables are the plural of
 * the model's name unless `tableName` or `freezeTableName` says otherwise; `timestamps` adds createdAt and
 * updatedAt, `paranoid` deletedAt. Source: sequelize.org/docs/v6/core-concepts/model-basics.
 */
export function sequelizeModels(program: Program, naming: Naming): readonly DeclaredModel[] {
  const models = [...program.files.values()].flatMap((facts) =>
    facts.calls.flatMap((call) => {
      if (call.name === 'define' && call.text !== null && call.callee.path.length > 0 && looksDefined(call))
        return [modelOf(facts, call, call.text, call.shapes?.[1], call.shapes?.[2], naming)];
      if (call.name !== 'init' || !isModelClass(program, facts, call)) return [];
      const owner = initName(facts, call);
      return [modelOf(facts, call, owner, call.shapes?.[0], call.shapes?.[1], naming)];
    }),
  );
  return withForeignKeys(program, models, naming);
}

/** The attributes name types: `DataTypes.STRING`, `{ type: … }`; a `define` of anything else does not. */
function looksDefined(call: CallFact): boolean {
  const attributes = call.shapes?.[1];
  return (
    attributes?.kind === 'object' &&
    attributes.properties.some(({ value }) => isType(value) || isType(propertyShape(value, 'type')))
  );
}

function isType(shape: Shape | null): boolean {
  if (shape?.kind !== 'value') return false;
  const words = [...(shape.value.root.kind === 'name' ? [shape.value.root.name] : []), ...shape.value.path];
  return (
    words.some((word) => /^(?:DataTypes?|Sequelize)$/.test(word)) ||
    /^(?:STRING|INTEGER|BIGINT|BOOLEAN|DATE|DATEONLY|TEXT|UUID|JSONB?|FLOAT|DOUBLE|DECIMAL|ENUM|BLOB|ARRAY|VIRTUAL|CITEXT)$/.test(
      words[words.length - 1] ?? '',
    ) ||
    shape.value.root.kind === 'variable' ||
    shape.value.root.kind === 'call'
  );
}

function isModelClass(program: Program, facts: FileFacts, call: CallFact): boolean {
  const own = facts.imports.some((item) => item.from === 'sequelize');
  const attributes = call.shapes?.[0];
  if (attributes?.kind !== 'object' || !propertyShape(call.shapes?.[1], 'sequelize')) return false;
  return own || program.classAround(facts, call.within) !== null;
}

function initName(facts: FileFacts, call: CallFact): string {
  const { root } = call.callee;
  if (root.kind === 'name') return root.name;
  if (root.kind === 'variable') return facts.variables[root.variable]?.name ?? '';
  return facts.functions[call.within]?.className ?? '';
}

function modelOf(
  facts: FileFacts,
  call: CallFact,
  name: string,
  attributes: Shape | undefined,
  options: Shape | undefined,
  naming: Naming,
): DeclaredModel {
  const option = (key: string): Shape | null => propertyShape(options, key);
  const modelName = textOf(option('modelName')) ?? name;
  const underscored = option('underscored') === null ? naming === 'snake' : isTrue(option('underscored'));
  const tableName = option('tableName');
  const frozen = isTrue(option('freezeTableName'));
  const base = underscored ? snakeCase(modelName) : modelName;
  const columns: DeclaredColumn[] = [];
  let complete = attributes?.kind === 'object' && !attributes.spreads && options?.kind !== 'value';
  if (attributes?.kind === 'object')
    for (const property of attributes.properties) {
      const field = propertyShape(property.value, 'field');
      if (isVirtual(facts, property.value)) continue;
      if (field && field.kind !== 'text') complete = false;
      const allowNull = propertyShape(property.value, 'allowNull');
      columns.push({
        file: facts.file,
        range: { start: property.start, end: property.end },
        property: property.name,
        column: textOf(field) ?? (underscored ? snakeCase(property.name) : property.name),
        nullable: !(allowNull?.kind === 'literal' && allowNull.text === 'false'),
        filled:
          propertyShape(property.value, 'defaultValue') !== null ||
          isTrue(propertyShape(property.value, 'autoIncrement')),
      });
    }
  const range = { start: call.nameStart, end: call.nameStart + call.name.length };
  if (!isFalse(option('timestamps')))
    columns.push(...stamps(facts, range, option, columns, underscored, isTrue(option('paranoid'))));
  if (options?.kind === 'object' && options.spreads) complete = false;
  return {
    file: facts.file,
    range,
    library: 'sequelize',
    name: initialUpper(modelName),
    table: textOf(tableName) ?? (frozen ? modelName : pluralOf(base)),
    schema: textOf(option('schema')),
    view: false,
    columns,
    relations: [],
    complete: complete && (tableName === null || tableName.kind === 'text'),
  };
}

/** createdAt, updatedAt and deletedAt, under their names of this model; false turns one off. */
function stamps(
  facts: FileFacts,
  range: DeclaredModel['range'],
  option: (key: string) => Shape | null,
  columns: readonly DeclaredColumn[],
  underscored: boolean,
  paranoid: boolean,
): readonly DeclaredColumn[] {
  const keys = ['createdAt', 'updatedAt', ...(paranoid ? ['deletedAt'] : [])];
  return keys.flatMap((key) => {
    const given = option(key);
    if (isFalse(given)) return [];
    const property = textOf(given) ?? key;
    if (columns.some((column) => column.property === property)) return [];
    const column = underscored ? snakeCase(property) : property;
    return [{ file: facts.file, range, property, column, nullable: key === 'deletedAt', filled: true }];
  });
}

function isVirtual(facts: FileFacts, shape: Shape): boolean {
  const type = propertyShape(shape, 'type') ?? shape;
  if (type.kind !== 'value') return false;
  const { root, path } = type.value;
  const name = root.kind === 'call' ? facts.calls[root.call]?.name : path[path.length - 1];
  return name === 'VIRTUAL';
}

function textOf(shape: Shape | null): string | null {
  return shape?.kind === 'text' ? shape.text : null;
}

function isFalse(shape: Shape | null): boolean {
  return shape?.kind === 'literal' && shape.text === 'false';
}

function initialUpper(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
