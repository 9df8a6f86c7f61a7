import type { ColumnUseKind } from '../../model/code';
import type { CallFact, FileFacts, Shape } from '../facts';
import type { LibraryContext } from '../libraries/recognition';
import { builderOf } from '../libraries/typeorm';
import type { Entity, EntityCatalogue } from '../libraries/typeorm-entities';
import type { FileUses } from './collect';

const source = { library: 'typeorm', confidence: 'high' } as const;

const options: Readonly<Record<string, ColumnUseKind>> = {
  where: 'filter',
  order: 'filter',
  select: 'read',
  relations: 'read',
};
const conditionFirst = new Set([
  'findBy',
  'findOneBy',
  'findOneByOrFail',
  'countBy',
  'existsBy',
  'findAndCountBy',
  'delete',
  'softDelete',
  'restore',
  'sum',
  'average',
  'minimum',
  'maximum',
]);
const writes = new Set(['save', 'insert', 'create', 'upsert', 'preload']);

/** Properties named in the arguments of a repository or manager call on an entity. */
export function addTypeormArguments(
  catalogue: EntityCatalogue,
  call: CallFact,
  entity: Entity,
  uses: FileUses,
): void {
  if (!call.shapes) return;
  // A manager's call has the entity first: `manager.find(Order, {…})`.
  const named = call.values[0]?.root.kind === 'name' && call.values[0].root.name === entity.name;
  const [first, second] = named ? call.shapes.slice(1) : call.shapes;
  const walk = (shape: Shape | undefined, use: ColumnUseKind): void => {
    if (shape) properties(catalogue, entity, shape, use, uses, 0);
  };
  if (call.name === 'update') {
    walk(first, 'filter');
    walk(second, 'write');
  } else if (conditionFirst.has(call.name)) {
    walk(first, 'filter');
    walk(second, 'filter');
  } else if (call.name === 'increment' || call.name === 'decrement') {
    walk(first, 'filter');
    walk(second, 'write');
  } else if (writes.has(call.name)) walk(first, 'write');
  else if (first?.kind === 'object') {
    for (const property of first.properties) {
      const use = Object.hasOwn(options, property.name) ? options[property.name] : undefined;
      if (use) walk(property.value, use);
    }
  }
}

function properties(
  catalogue: EntityCatalogue,
  entity: Entity,
  shape: Shape,
  use: ColumnUseKind,
  uses: FileUses,
  depth: number,
): void {
  if (depth > 12) return;
  const add = (name: string, start: number, end: number): void => {
    const column = entity.columns.get(name);
    if (column) uses.column(start, end, entity.table, column.column, use, source);
  };
  if (shape.kind === 'text') add(shape.text, shape.start, shape.end);
  if (shape.kind === 'array')
    for (const element of shape.elements) properties(catalogue, entity, element, use, uses, depth + 1);
  if (shape.kind !== 'object') return;
  for (const property of shape.properties) {
    add(property.name, property.start, property.end);
    const other = catalogue.byName.get(entity.relations.get(property.name) ?? '');
    if (other) properties(catalogue, other, property.value, use, uses, depth + 1);
  }
}

const aliased = /\b([A-Za-z_]\w*)\.([A-Za-z_]\w*)\b/g;

/** `order.status` in the strings of a query builder whose alias is `order`. */
export function addBuilderStrings(context: LibraryContext, facts: FileFacts, uses: FileUses): void {
  const builders = facts.calls.filter((call) => call.name === 'createQueryBuilder' && call.text !== null);
  if (builders.length === 0) return;
  facts.calls.forEach((call) => {
    const shape = call.shapes?.[0];
    if (
      call.callee.path.length === 0 ||
      call.name === 'createQueryBuilder' ||
      (shape?.kind !== 'text' && shape?.kind !== 'array')
    )
      return;
    const builder = builderOf(
      context,
      facts,
      { root: call.callee.root, path: call.callee.path.slice(0, -1) },
      0,
    );
    const entity = builder?.entity;
    const alias = entity ? builders.map((candidate) => candidate.text).filter((text) => text !== null) : [];
    if (!entity) return;
    for (const text of shape.kind === 'text' ? [shape] : shape.elements) {
      if (text.kind !== 'text') continue;
      for (const match of text.text.matchAll(aliased)) {
        const column = alias.includes(match[1] ?? '') ? entity.columns.get(match[2] ?? '') : undefined;
        const start = text.start + match.index + (match[1]?.length ?? 0) + 1;
        if (column)
          uses.column(
            start,
            start + (match[2]?.length ?? 0),
            entity.table,
            column.column,
            call.name.endsWith('elect') ? 'read' : 'filter',
            { library: 'typeorm', confidence: 'medium' },
          );
      }
    }
  });
}
