import type { DeclaredModel } from '../../../model/code';
import type { CallFact, FileFacts, Shape, Value } from '../../facts';
import { propertyShape } from '../../libraries/recognition';
import type { Program } from '../../linking/program';
import { snakeCase, type Naming } from './naming';

interface ForeignKey {
  readonly owner: string;
  readonly target: string;
  /** null: named by Sequelize from the alias, which is not worked out here. */
  readonly property: string | null;
  readonly facts: FileFacts;
  readonly call: CallFact;
}

/**
 * The models with the columns that `belongsTo`, `hasOne` and `hasMany` add where the attributes do not name them.
 * A model whose foreign key is named by Sequelize itself counts as not wholly known.
 * Source: sequelize.org/docs/v6/core-concepts/assocs.
 */
export function withForeignKeys(
  program: Program,
  models: readonly DeclaredModel[],
  naming: Naming,
): readonly DeclaredModel[] {
  if (models.length === 0) return models;
  const keys = new Map<string, ForeignKey[]>();
  for (const facts of program.files.values())
    for (const call of facts.calls) {
      const key = keyOf(facts, call);
      if (key) keys.set(key.owner.toLowerCase(), [...(keys.get(key.owner.toLowerCase()) ?? []), key]);
    }
  return models.map((model) => withKeys(model, keys.get(model.name.toLowerCase()) ?? [], naming));
}

function keyOf(facts: FileFacts, call: CallFact): ForeignKey | null {
  const belongs = call.name === 'belongsTo';
  if ((!belongs && call.name !== 'hasMany' && call.name !== 'hasOne') || call.callee.path.length === 0)
    return null;
  const self = lastOf(facts, { root: call.callee.root, path: call.callee.path.slice(0, -1) }, call.within);
  const other = call.values[0] ? lastOf(facts, call.values[0], call.within) : '';
  const given = propertyShape(call.shapes?.[1], 'foreignKey');
  const property = textOf(given) ?? textOf(propertyShape(given ?? undefined, 'name'));
  if (propertyShape(call.shapes?.[1], 'through') || isFalse(propertyShape(call.shapes?.[1], 'constraints')))
    return null;
  return { owner: belongs ? self : other, target: belongs ? other : self, property, facts, call };
}

function withKeys(model: DeclaredModel, keys: readonly ForeignKey[], naming: Naming): DeclaredModel {
  const columns = [...model.columns];
  const relations = [...model.relations];
  let { complete } = model;
  for (const { property, target, facts, call } of keys) {
    if (property === null) {
      complete = false;
      continue;
    }
    const known = columns.find((column) => column.property === property);
    const column = known?.column ?? (naming === 'snake' ? snakeCase(property) : property);
    const place = {
      file: facts.file,
      range: { start: call.nameStart, end: call.nameStart + call.name.length },
    };
    if (!known) columns.push({ ...place, property, column, nullable: true, filled: false });
    if (!relations.some((relation) => relation.columns.includes(column)))
      relations.push({ ...place, property, columns: [column], target });
  }
  return { ...model, columns, relations, complete };
}

/** `User` of `models.User` and of `this` in its class. */
function lastOf(facts: FileFacts, { root, path }: Value, within: number): string {
  const last = path[path.length - 1];
  if (last !== undefined) return last;
  if (root.kind === 'name') return root.name;
  if (root.kind === 'variable') return facts.variables[root.variable]?.name ?? '';
  return root.kind === 'this' ? (facts.functions[within]?.className ?? '') : '';
}

function textOf(shape: Shape | null): string | null {
  return shape?.kind === 'text' ? shape.text : null;
}

function isFalse(shape: Shape | null): boolean {
  return shape?.kind === 'literal' && shape.text === 'false';
}
