import type { DecoratorFact, FileFacts, Shape } from '../facts';
import type { Program } from '../linking/program';
import { propertyShape } from '../libraries/recognition';
import { resolverAt, type FoundResolver } from './found-resolver';
import { pothosResolvers } from './pothos';

const roots = new Set(['Query', 'Mutation', 'Subscription']);
const fieldDecorators = new Set(['ResolveField', 'ResolveProperty', 'FieldResolver', 'BatchResolveField']);
/** Of graphql-tools, Apollo, Yoga and graphql-modules. */
const schemaMakers = new Set([
  'makeExecutableSchema',
  'createSchema',
  'ApolloServer',
  'createModule',
  'addResolversToSchema',
]);
const decorated = /^(?:@nestjs\/graphql|type-graphql)$/;

/** The field resolvers of a file: Nest and type-graphql classes, resolver maps, Pothos builders. */
export function resolversIn(program: Program, facts: FileFacts): readonly FoundResolver[] {
  return [
    ...decoratedResolvers(facts),
    ...mappedResolvers(program, facts),
    ...handedResolvers(program, facts),
    ...pothosResolvers(program, facts),
  ];
}

/** Methods of classes with `@Resolver(() => Author)`; also methods with `@Field` of a type-graphql object type. */
function decoratedResolvers(facts: FileFacts): readonly FoundResolver[] {
  const framework = facts.imports.find((item) => decorated.test(item.from));
  if (!framework) return [];
  return facts.classes.flatMap((item) => {
    const own = item.decorators.find(({ name }) => name === 'Resolver' || name === 'ObjectType');
    if (!own) return [];
    const type = own.name === 'ObjectType' ? (textOf(own.args[0]) ?? item.name) : typeNamed(own);
    return Object.entries(item.methods).flatMap(([method, index]) => {
      const fn = facts.functions[index];
      const decorator = fn?.decorators.find(({ name }) =>
        own.name === 'ObjectType'
          ? name === 'Field' && framework.from === 'type-graphql'
          : roots.has(name) || fieldDecorators.has(name),
      );
      if (!decorator) return [];
      const root = roots.has(decorator.name);
      const found = {
        framework: framework.from === 'type-graphql' ? ('type-graphql' as const) : ('nest' as const),
        type: root ? decorator.name : type,
        field: textOf(decorator.args[0]) ?? optionName(decorator) ?? method,
        root,
      };
      return [resolverAt(facts, index, found, decorator)];
    });
  });
}

/** `resolvers.Author.books` of `const resolvers = { Author: { books: (author) => … } }`, and maps typed `AuthorResolvers`. */
function mappedResolvers(program: Program, facts: FileFacts): readonly FoundResolver[] {
  const found: FoundResolver[] = [];
  const add = (type: string, field: string, fn: number): void => {
    if (/^[A-Z]/.test(type) && fn >= 0)
      found.push(
        resolverAt(
          facts,
          fn,
          { framework: 'resolver-map', type, field, root: roots.has(type) },
          facts.functions[fn],
        ),
      );
  };
  const maps = mapsOf(facts);
  if (maps.size === 0) return [];
  facts.functions.forEach((fn, index) => {
    const [owner = '', ...path] = fn.name.split('.');
    const map = maps.get(owner);
    if (map === undefined || fn.className !== null) return;
    const names =
      path[path.length - 1] === 'resolve' || path[path.length - 1] === 'subscribe' ? path.slice(0, -1) : path;
    const [first, second] = names;
    if (map !== null && names.length === 1 && first !== undefined) add(map, first, index);
    else if (names.length === 2 && first !== undefined && second !== undefined) add(first, second, index);
  });
  // `Author: { books: loadBooks }` names a function declared elsewhere.
  for (const variable of facts.variables) {
    const map = maps.get(variable.name);
    if (map === undefined || variable.within !== -1 || variable.shape?.kind !== 'object') continue;
    for (const [type, fields] of map === null ? objectsIn(variable.shape) : [[map, variable.shape] as const])
      if (fields.kind === 'object')
        for (const { name, value } of fields.properties)
          if (value.kind === 'value')
            for (const target of program.functionsOf(facts, value.value, -1))
              found.push(
                resolverAt(
                  target.facts,
                  target.index,
                  { framework: 'resolver-map', type, field: name, root: roots.has(type) },
                  target.facts.functions[target.index],
                ),
              );
  }
  return found;
}

/** `makeExecutableSchema({ typeDefs, resolvers: { Author: { books: (author) => … } } })`: a map that is handed over where it is written. */
function handedResolvers(program: Program, facts: FileFacts): readonly FoundResolver[] {
  return facts.calls.flatMap((call) => {
    if (!schemaMakers.has(call.name)) return [];
    const given = propertyShape(call.shapes?.[0], 'resolvers');
    const maps = given?.kind === 'array' ? given.elements : given ? [given] : [];
    return maps.flatMap((map) =>
      map.kind === 'object' ? resolversOf(program, facts, map, call.within) : [],
    );
  });
}

function resolversOf(
  program: Program,
  facts: FileFacts,
  map: Shape & { readonly kind: 'object' },
  within: number,
): readonly FoundResolver[] {
  const found: FoundResolver[] = [];
  for (const [type, fields] of objectsIn(map)) {
    if (!/^[A-Z]/.test(type) || fields.kind !== 'object') continue;
    for (const { name: field, value } of fields.properties) {
      const own = { framework: 'resolver-map' as const, type, field, root: roots.has(type) };
      const resolve = value.kind === 'object' ? (propertyShape(value, 'resolve') ?? value) : value;
      if (resolve.kind === 'function')
        found.push(resolverAt(facts, resolve.function, own, facts.functions[resolve.function]));
      if (resolve.kind === 'value')
        for (const target of program.functionsOf(facts, resolve.value, within))
          found.push(resolverAt(target.facts, target.index, own, target.facts.functions[target.index]));
    }
  }
  return found;
}

function objectsIn(shape: Shape & { readonly kind: 'object' }): readonly (readonly [string, Shape])[] {
  return shape.properties.map(({ name, value }) => [name, value] as const);
}

/** Variables that hold a resolver map, with the type that is mapped where the variable's own type says it; null: types are the keys. */
function mapsOf(facts: FileFacts): ReadonlyMap<string, string | null> {
  const maps = new Map<string, string | null>();
  const speaksGraphql =
    facts.imports.some((item) => /graphql|apollo|mercurius|yoga|__generated__|resolver/i.test(item.from)) ||
    /graphql|resolver/i.test(facts.file);
  for (const variable of facts.variables) {
    if (variable.within !== -1 || variable.name === '') continue;
    const typed = /^(?:\w+\.)*(\w*?)Resolvers$/.exec(variable.type?.name ?? '');
    if (typed) maps.set(variable.name, typed[1] === '' || typed[1] === 'I' ? null : (typed[1] ?? null));
    else if (/resolvers?$/i.test(variable.name) && speaksGraphql) maps.set(variable.name, null);
    else if (speaksGraphql && roots.has(variable.name)) maps.set(variable.name, variable.name);
  }
  if (speaksGraphql && facts.exports.some((entry) => entry.exported === 'default')) maps.set('default', null);
  if (speaksGraphql && facts.exports.some((entry) => entry.local.startsWith('exports.')))
    maps.set('exports', null);
  return maps;
}

/** `Author` of `@Resolver(() => Author)`, `@Resolver('Author')`, `@Resolver(Author)`. */
function typeNamed({ args }: DecoratorFact): string | null {
  const [first] = args;
  if (first?.kind === 'text') return first.text;
  const value = first?.kind === 'function' ? first.result : first?.kind === 'value' ? first.value : null;
  if (!value) return null;
  return value.path[value.path.length - 1] ?? (value.root.kind === 'name' ? value.root.name : null);
}

function optionName({ args }: DecoratorFact): string | null {
  for (const argument of args) {
    const name = propertyShape(argument, 'name');
    if (name?.kind === 'text') return name.text;
  }
  return null;
}

function textOf(shape: Shape | undefined): string | null {
  return shape?.kind === 'text' ? shape.text : null;
}
