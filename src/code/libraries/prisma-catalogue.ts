import { columnsOf, readPrismaSchema, type PrismaField, type PrismaModel } from './prisma-schema';

export interface CataloguedModel {
  readonly file: string;
  readonly model: PrismaModel;
  /** Column fields by their name in Prisma. */
  readonly columns: ReadonlyMap<string, PrismaField>;
  /** Relation fields → name of the other model. */
  readonly relations: ReadonlyMap<string, string>;
}

/** The models of all schema.prisma files of a root. */
export interface PrismaCatalogue {
  /** By model name. */
  readonly models: ReadonlyMap<string, CataloguedModel>;
  /** By the name of the client's property: `orderItem` of `prisma.orderItem`. */
  readonly accessors: ReadonlyMap<string, CataloguedModel>;
}

export function cataloguePrisma(schemas: ReadonlyMap<string, string>): PrismaCatalogue {
  const models = new Map<string, CataloguedModel>();
  const accessors = new Map<string, CataloguedModel>();
  const read = [...schemas].map(([file, text]) => ({ file, schema: readPrismaSchema(text) }));
  const names = new Set(read.flatMap(({ schema }) => schema.models.map((model) => model.name)));
  for (const { file, schema } of read) {
    for (const model of schema.models) {
      if (models.has(model.name)) continue;
      const columns = new Map(columnsOf(model, names).map((field) => [field.name, field]));
      const relations = new Map(
        model.fields.filter((field) => names.has(field.type)).map((field) => [field.name, field.type]),
      );
      const entry = { file, model, columns, relations };
      models.set(model.name, entry);
      if (model.kind !== 'type')
        accessors.set(model.name.charAt(0).toLowerCase() + model.name.slice(1), entry);
    }
  }
  return { models, accessors };
}
