import type { ColumnUseKind, QueryVerb } from '../../model/code';
import type { FileFacts, Shape } from '../facts';
import type { CataloguedModel, PrismaCatalogue } from '../libraries/prisma-catalogue';
import type { FileUses } from './collect';

/** What the keys of a query object mean, and what naming a field there does. */
const sections: Readonly<Record<string, ColumnUseKind>> = {
  where: 'filter',
  cursor: 'filter',
  orderBy: 'filter',
  having: 'filter',
  by: 'read',
  distinct: 'read',
  select: 'read',
  include: 'read',
  omit: 'read',
  data: 'write',
  create: 'write',
  update: 'write',
  createMany: 'write',
  updateMany: 'write',
  upsert: 'write',
  connectOrCreate: 'write',
  connect: 'filter',
  disconnect: 'filter',
  set: 'write',
  delete: 'filter',
  deleteMany: 'filter',
  is: 'filter',
  isNot: 'filter',
  some: 'filter',
  every: 'filter',
  none: 'filter',
  AND: 'filter',
  OR: 'filter',
  NOT: 'filter',
  _count: 'read',
  _sum: 'read',
  _avg: 'read',
  _min: 'read',
  _max: 'read',
};

/** Fields named in the argument of a Prisma call on a model. */
export function addPrismaArguments(
  catalogue: PrismaCatalogue,
  model: CataloguedModel,
  args: Shape | undefined,
  verb: QueryVerb,
  uses: FileUses,
): void {
  if (!args) return;
  const walker = new ShapeWalk(catalogue, uses);
  walker.operators(model, args, verb === 'read' || verb === 'count' ? 'read' : 'write');
}

const typedInput =
  /^(?:Prisma\.)?(\w+?)(?:Unchecked)?(WhereInput|WhereUniqueInput|UpdateInput|UpdateManyMutationInput|CreateInput|CreateManyInput|OrderByWithRelationInput|Select|Include|FindManyArgs|FindFirstArgs|FindUniqueArgs|UpdateArgs|CreateArgs|DefaultArgs)$/;

/** `const where: Prisma.OrderWhereInput = {…}`. */
export function addTypedObjects(catalogue: PrismaCatalogue, facts: FileFacts, uses: FileUses): void {
  for (const variable of facts.variables) {
    if (!variable.shape || !variable.type) continue;
    const match = typedInput.exec(variable.type.name);
    const model = match ? catalogue.models.get(match[1] ?? '') : undefined;
    if (!match || !model) continue;
    const kind = match[2] ?? '';
    const walker = new ShapeWalk(catalogue, uses);
    if (kind.endsWith('Args')) walker.operators(model, variable.shape, 'read');
    else
      walker.fields(
        model,
        variable.shape,
        /Where|Order/.test(kind) ? 'filter' : /Select|Include/.test(kind) ? 'read' : 'write',
      );
  }
}

const source = { library: 'prisma', confidence: 'high' } as const;

class ShapeWalk {
  constructor(
    private readonly catalogue: PrismaCatalogue,
    private readonly uses: FileUses,
  ) {}

  /** An object whose keys are operators: `{where, data, select}`. */
  operators(model: CataloguedModel, shape: Shape, use: ColumnUseKind, depth = 0): void {
    this.eachProperty(shape, depth, (name, _start, _end, value) => {
      const section = Object.hasOwn(sections, name) ? sections[name] : undefined;
      if (section) this.fields(model, value, section, depth + 1);
      else this.fieldOrCompound(model, name, _start, _end, value, use, depth);
    });
  }

  /** An object whose keys are fields: what stands under `where`, `data` or `select`; also lists of field names. */
  fields(model: CataloguedModel, shape: Shape, use: ColumnUseKind, depth = 0): void {
    if (shape.kind === 'text') this.field(model, shape.text, shape.start, shape.end, use);
    this.eachProperty(shape, depth, (name, start, end, value) => {
      if (this.fieldOrCompound(model, name, start, end, value, use, depth)) return;
      const section = Object.hasOwn(sections, name) ? sections[name] : undefined;
      if (section) this.fields(model, value, use === 'write' ? section : use, depth + 1);
    });
    if (shape.kind === 'array')
      for (const element of shape.elements)
        if (element.kind === 'text') this.field(model, element.text, element.start, element.end, use);
  }

  private fieldOrCompound(
    model: CataloguedModel,
    name: string,
    start: number,
    end: number,
    value: Shape,
    use: ColumnUseKind,
    depth: number,
  ): boolean {
    if (this.field(model, name, start, end, use)) return true;
    const relation = model.relations.get(name);
    const other = relation === undefined ? undefined : this.catalogue.models.get(relation);
    if (other) {
      this.relation(other, value, use, depth + 1);
      return true;
    }
    // `userId_teamId: {userId, teamId}` names the fields of a compound key.
    if (value.kind === 'object' && name.includes('_') && !Object.hasOwn(sections, name)) {
      this.fields(model, value, use, depth + 1);
      return true;
    }
    return false;
  }

  /** Under a relation stand operators (`create`, `some`, `where`) or, in filters and orders, fields. */
  private relation(model: CataloguedModel, shape: Shape, use: ColumnUseKind, depth: number): void {
    if (use === 'filter') this.fields(model, shape, use, depth);
    else this.operators(model, shape, use, depth);
  }

  private field(
    model: CataloguedModel,
    name: string,
    start: number,
    end: number,
    use: ColumnUseKind,
  ): boolean {
    const field = model.columns.get(name);
    if (!field) return false;
    this.uses.column(start, end, model.model.table, field.column, use, source);
    return true;
  }

  private eachProperty(
    shape: Shape,
    depth: number,
    visit: (name: string, start: number, end: number, value: Shape) => void,
  ): void {
    if (depth > 30) return;
    if (shape.kind === 'object')
      for (const property of shape.properties)
        visit(property.name, property.start, property.end, property.value);
    if (shape.kind === 'array')
      for (const element of shape.elements) this.eachProperty(element, depth + 1, visit);
  }
}
