import type { DeclaredModel } from '../../../model/code';
import type { FileFacts, Shape, Value } from '../../facts';
import { propertyShape } from '../../libraries/recognition';
import type { Program } from '../../linking/program';
import { pluralOf } from './plural';

/**
 * Collections of `model('Order', new Schema({…}))`. They are no tables of SQL: they answer where a field is
 * declared, and rules about migrations pass them over. Source: mongoosejs.com/docs/models.html (lower case, plural).
 */
export function mongooseModels(program: Program): readonly DeclaredModel[] {
  return [...program.files.values()].flatMap((facts) =>
    facts.imports.some((item) => item.from === 'mongoose')
      ? facts.calls.flatMap((call) => {
          if (call.name !== 'model' || call.kind !== 'call' || call.text === null) return [];
          const schema = schemaOf(program, facts, call.shapes?.[1], 0);
          return schema ? [modelOf(schema.facts, call.text, schema.shape, schema.options)] : [];
        })
      : [],
  );
}

interface Found {
  readonly facts: FileFacts;
  readonly shape: Shape;
  readonly options: Shape | undefined;
}

function schemaOf(program: Program, facts: FileFacts, shape: Shape | undefined, depth: number): Found | null {
  if (shape?.kind !== 'value' || depth > 4) return null;
  return schemaOfValue(program, facts, shape.value, depth);
}

function schemaOfValue(
  program: Program,
  facts: FileFacts,
  { root, path }: Value,
  depth: number,
): Found | null {
  if (path.length > 0 || depth > 4) return null;
  if (root.kind === 'call') {
    const call = facts.calls[root.call];
    const first = call?.name === 'Schema' ? call.shapes?.[0] : undefined;
    return call && first?.kind === 'object' ? { facts, shape: first, options: call.shapes?.[1] } : null;
  }
  const found =
    root.kind === 'variable'
      ? { kind: 'variable' as const, facts, index: root.variable }
      : root.kind === 'name'
        ? program.resolveName(facts, root.name, -1)
        : null;
  const init = found?.kind === 'variable' ? found.facts.variables[found.index]?.init : null;
  return found?.kind === 'variable' && init ? schemaOfValue(program, found.facts, init, depth + 1) : null;
}

function modelOf(facts: FileFacts, name: string, shape: Shape, options: Shape | undefined): DeclaredModel {
  const collection = propertyShape(options, 'collection');
  const properties = shape.kind === 'object' ? shape.properties : [];
  return {
    file: facts.file,
    range: { start: shape.start, end: shape.start },
    library: 'mongoose',
    name,
    table: collection?.kind === 'text' ? collection.text : pluralOf(name.toLowerCase()),
    schema: null,
    view: false,
    columns: properties.map((property) => ({
      file: facts.file,
      range: { start: property.start, end: property.end },
      property: property.name,
      column: property.name,
      nullable: null,
      filled: true,
    })),
    relations: [],
    complete: false,
  };
}
