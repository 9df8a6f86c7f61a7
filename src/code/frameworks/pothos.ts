import type { CallFact, FileFacts, Value } from '../facts';
import type { Program } from '../linking/program';
import { receiverOf } from '../libraries/recognition';
import { resolverAt, type FoundResolver } from './found-resolver';

/** Source: pothos-graphql.dev/docs/guide/objects: what defines fields of an object type, and of the root types. */
const ofType =
  /^(?:objectType|prismaObject|prismaNode|drizzleObject|drizzleNode|loadableObject|loadableNode|simpleObject|node|interfaceType|prismaInterface|objectRef|implement)$/;
const fieldOf =
  /^(?:objectField|objectFields|prismaObjectField|prismaObjectFields|interfaceField|interfaceFields)$/;
const rootOf: Readonly<Record<string, string>> = {
  queryType: 'Query',
  queryField: 'Query',
  queryFields: 'Query',
  mutationType: 'Mutation',
  mutationField: 'Mutation',
  mutationFields: 'Mutation',
  subscriptionType: 'Subscription',
  subscriptionField: 'Subscription',
  subscriptionFields: 'Subscription',
  relayMutationField: 'Mutation',
};

/** `resolve` of `builder.objectType('Author', { fields: (t) => ({ books: t.field({ resolve }) }) })` and its siblings. */
export function pothosResolvers(program: Program, facts: FileFacts): readonly FoundResolver[] {
  return facts.functions.flatMap((fn, index) => {
    if (fn.property !== 'resolve') return [];
    const field = facts.calls[fn.argumentOf];
    const definition = field ? definitionAround(facts, field) : undefined;
    if (!field || !definition || !isBuilder(program, facts, definition)) return [];
    const root = Object.hasOwn(rootOf, definition.name) ? rootOf[definition.name] : undefined;
    const found = {
      framework: 'pothos' as const,
      type: root ?? typeOfDefinition(facts, definition),
      field: /Field$/.test(definition.name) ? (fieldName(definition) ?? '') : '',
      root: root !== undefined,
    };
    return [resolverAt(facts, index, found, fn)];
  });
}

/** The call of the builder inside of whose callback the field is made: `t.field(…)` stands in a function handed to it. */
function definitionAround(facts: FileFacts, field: CallFact): CallFact | undefined {
  for (let at = field.within, steps = 0; at >= 0 && steps < 4; steps++) {
    const fn = facts.functions[at];
    const call = facts.calls[fn?.argumentOf ?? -1];
    if (call && isDefinition(call.name)) return call;
    at = fn?.parent ?? -1;
  }
  return undefined;
}

function isDefinition(name: string): boolean {
  return ofType.test(name) || fieldOf.test(name) || Object.hasOwn(rootOf, name);
}

function isBuilder(program: Program, facts: FileFacts, definition: CallFact): boolean {
  const receiver = receiverOf(definition);
  const type = program.typeOf(facts, receiver, definition.within);
  if (type) return type.kind === 'external' && type.module === '@pothos/core';
  if (definition.name === 'implement') return facts.imports.some((item) => /pothos|builder/i.test(item.from));
  const name = receiver.root.kind === 'name' ? receiver.root.name : '';
  return /builder$/i.test(name);
}

function typeOfDefinition(facts: FileFacts, definition: CallFact): string | null {
  if (definition.name === 'implement') return nameOfRef(facts, receiverOf(definition));
  if (definition.text !== null) return definition.text;
  const value = definition.values[0];
  if (!value) return null;
  const ref = nameOfRef(facts, value);
  if (ref !== null) return ref;
  const variable = value.root.kind === 'variable' ? facts.variables[value.root.variable]?.name : undefined;
  return (
    value.path[value.path.length - 1] ?? (value.root.kind === 'name' ? value.root.name : (variable ?? null))
  );
}

/** `Author` of `builder.objectRef<AuthorRow>('Author')`, also through a variable of the same file. */
function nameOfRef(facts: FileFacts, value: Value): string | null {
  const init =
    value.root.kind === 'variable'
      ? facts.variables[value.root.variable]?.init
      : value.path.length === 0
        ? value
        : null;
  const made = init?.root.kind === 'call' && init.path.length === 0 ? facts.calls[init.root.call] : undefined;
  return made &&
    /^(?:objectRef|loadableObjectRef|interfaceRef|prismaObject|drizzleObject|objectType)$/.test(made.name)
    ? made.text
    : null;
}

/** `builder.queryField('books', …)`; `builder.objectField(Author, 'books', …)` has it second. */
function fieldName(definition: CallFact): string | null {
  return fieldOf.test(definition.name) ? null : definition.text;
}
