import type { DeclaredColumn, DeclaredModel } from '../../../model/code';
import type { FileFacts, InterfaceFact, TypeRef } from '../../facts';
import type { Program } from '../../linking/program';
import { nameBy, type Naming } from './naming';

/**
 * The tables of the interface that `new Kysely<Database>()` or a typed client is given: `orders: OrderTable`.
 * Interfaces are types only, no query names their columns by itself. With CamelCasePlugin names are snake case.
 * Source: kysely.dev/docs/getting-started#types.
 */
export function kyselyModels(program: Program, naming: Naming): readonly DeclaredModel[] {
  const seen = new Set<string>();
  return databases(program).flatMap(({ facts, item }) => {
    const key = `${facts.file}#${item.name}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return Object.entries(item.places ?? {}).flatMap(([table]) => {
      const type = Object.hasOwn(item.members, table) ? item.members[table] : undefined;
      const model = type ? modelOf(program, facts, table, type, naming) : null;
      return model ? [model] : [];
    });
  });
}

/** Interfaces named as type argument of Kysely, Transaction and the like. */
function databases(program: Program): readonly { readonly facts: FileFacts; readonly item: InterfaceFact }[] {
  const named: { facts: FileFacts; type: TypeRef }[] = [];
  for (const facts of program.files.values()) {
    if (!facts.imports.some((item) => /kysely/.test(item.from))) continue;
    const take = (type: TypeRef | null | undefined): void => {
      if (
        type &&
        /^(?:Kysely|Transaction|KyselyTransaction|ControlledTransaction)$/.test(type.name) &&
        type.args[0]
      )
        named.push({ facts, type: type.args[0] });
      type?.args.forEach(take);
    };
    for (const call of facts.calls)
      if (call.kind === 'new' && call.name === 'Kysely' && call.typeArgs[0])
        named.push({ facts, type: call.typeArgs[0] });
    for (const variable of facts.variables) take(variable.type);
    for (const item of facts.classes) for (const property of item.properties) take(property.type);
    for (const item of facts.interfaces) for (const base of item.extends) take(base);
  }
  return named.flatMap(({ facts, type }) => {
    const found = program.resolveType(facts, type);
    const item = found?.kind === 'interface' ? found.facts.interfaces[found.index] : undefined;
    return found?.kind === 'interface' && item?.places ? [{ facts: found.facts, item }] : [];
  });
}

function modelOf(
  program: Program,
  facts: FileFacts,
  table: string,
  type: TypeRef,
  naming: Naming,
): DeclaredModel | null {
  const found = program.resolveType(facts, type);
  const item = found?.kind === 'interface' ? found.facts.interfaces[found.index] : undefined;
  if (found?.kind !== 'interface' || !item?.places) return null;
  const columns: DeclaredColumn[] = Object.entries(item.places).map(([property, start]) => ({
    file: found.facts.file,
    range: { start, end: start + property.length },
    property,
    column: nameBy(naming, property) ?? property,
    nullable: null,
    filled: /^(?:Generated|GeneratedAlways)$/.test(
      (Object.hasOwn(item.members, property) ? item.members[property]?.name : undefined) ?? '',
    ),
  }));
  const dot = table.indexOf('.');
  const bare = table.slice(dot + 1);
  const first = columns[0];
  return {
    file: found.facts.file,
    range: first?.range ?? { start: 0, end: 0 },
    library: 'kysely',
    name: item.name,
    table: nameBy(naming, bare) ?? bare,
    schema: dot < 0 ? null : table.slice(0, dot),
    view: false,
    columns,
    relations: [],
    complete: item.extends.length === 0,
  };
}
