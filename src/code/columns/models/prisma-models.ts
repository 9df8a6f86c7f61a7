import type { DeclaredModel } from '../../../model/code';
import {
  columnsOf,
  readPrismaSchema,
  type PrismaField,
  type PrismaModel,
} from '../../libraries/prisma-schema';

/** The models and views of every schema.prisma, those of MongoDB excepted. */
export function prismaModels(schemas: ReadonlyMap<string, string>): readonly DeclaredModel[] {
  const read = [...schemas].map(([file, text]) => ({ file, schema: readPrismaSchema(text) }));
  const names = new Set(read.flatMap(({ schema }) => schema.models.map((model) => model.name)));
  return read.flatMap(({ file, schema }) =>
    schema.provider === 'mongodb'
      ? []
      : schema.models.filter((model) => model.kind !== 'type').map((model) => modelOf(file, model, names)),
  );
}

function modelOf(file: string, model: PrismaModel, names: ReadonlySet<string>): DeclaredModel {
  const columns = columnsOf(model, names);
  const columnNamed = new Map(columns.map((field) => [field.name, field.column]));
  return {
    file,
    range: model.nameRange,
    library: 'prisma',
    name: model.name,
    table: model.table,
    schema: model.schema,
    view: model.kind === 'view',
    columns: columns.map((field) => ({
      file,
      range: field.nameRange,
      property: field.name,
      column: field.column,
      nullable: field.optional,
      filled: field.list || has(field, 'default') || has(field, 'updatedAt'),
    })),
    relations: model.fields.flatMap((field) => {
      const on = names.has(field.type) ? ownColumns(field) : [];
      if (on.length === 0) return [];
      return [
        {
          file,
          range: field.nameRange,
          property: field.name,
          columns: on.map((name) => columnNamed.get(name) ?? name),
          target: field.type,
        },
      ];
    }),
    complete: true,
  };
}

function has(field: PrismaField, attribute: string): boolean {
  return field.attributes.some(({ name }) => name === attribute);
}

/** `@relation(fields: [userId, teamId], …)`. */
function ownColumns(field: PrismaField): readonly string[] {
  const relation = field.attributes.find(({ name }) => name === 'relation');
  const list = relation ? /\bfields\s*:\s*\[([^\]]*)\]/.exec(relation.args)?.[1] : undefined;
  return list === undefined
    ? []
    : list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
}
