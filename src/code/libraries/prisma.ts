import type { QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, Value } from '../facts';
import { clientText, isHandle } from './clients';
import { unknownDetails } from './details';
import type { CataloguedModel } from './prisma-catalogue';
import { prismaDetails } from './prisma-details';
import { calleeText, type LibraryContext, type Recognition } from './recognition';

const verbs: Readonly<Record<string, QueryVerb>> = {
  findUnique: 'read',
  findUniqueOrThrow: 'read',
  findFirst: 'read',
  findFirstOrThrow: 'read',
  findMany: 'read',
  count: 'count',
  aggregate: 'count',
  groupBy: 'count',
  create: 'insert',
  createMany: 'insert',
  createManyAndReturn: 'insert',
  update: 'update',
  updateMany: 'update',
  updateManyAndReturn: 'update',
  upsert: 'upsert',
  delete: 'delete',
  deleteMany: 'delete',
};

const rawCalls = new Set(['$queryRaw', '$executeRaw', '$queryRawUnsafe', '$executeRawUnsafe']);

/** How sure it is that a value is a Prisma client. */
type Certainty = 'sure' | 'likely' | null;

const clientType =
  /^(?:Extended|Custom|Base)?Prisma(?:Service|Client|ClientService|DB|Database|Tx|Transaction|TransactionClient)?$|^(?:Prisma\.)?TransactionClient$|(?:^|\.)PrismaClient$|^Prisma\w*(?:Service|Client|Tx|Transaction)$/;
const clientName = /^(?:_?prisma\w*|\w*[pP]rismaClient|tx|trx)$/;
const looseName = /^(?:db|database|dbClient|client|ctx)$/;

/** `prisma.order.findUnique(…)`, `tx.order.update(…)`, `this.prisma.order…`, `$queryRaw`: the root must be a Prisma client by type, import or construction. */
export function recognisePrisma(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
): Recognition | null {
  if (call.kind === 'new') return null;
  const { path } = call.callee;
  if (rawCalls.has(call.name)) {
    const client = certaintyOf(
      context,
      facts,
      { root: call.callee.root, path: path.slice(0, -1) },
      call.within,
      0,
    );
    return client ? found(context, facts, call, 'raw', undefined, client) : null;
  }
  const verb = Object.hasOwn(verbs, call.name) ? verbs[call.name] : undefined;
  const accessor = path[path.length - 2];
  if (!verb || accessor === undefined || call.kind !== 'call') return null;
  const model = context.prisma.accessors.get(accessor);
  const client = certaintyOf(
    context,
    facts,
    { root: call.callee.root, path: path.slice(0, -2) },
    call.within,
    0,
  );
  // Without a schema the root must be sure; with one, a model that exists makes a likely root enough.
  if (!client || (client === 'likely' && !model)) return null;
  if (!model && context.prisma.accessors.size > 0) return null;
  return found(context, facts, call, verb, model, client);
}

function found(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
  verb: QueryVerb,
  model: CataloguedModel | undefined,
  certainty: Certainty,
): Recognition {
  const { root, path } = call.callee;
  const client = { root, path: path.slice(0, verb === 'raw' ? -1 : -2) };
  const text = clientText(facts, client);
  const handle = isHandle(facts, client);
  return {
    library: 'prisma',
    verb,
    table: model?.model.table ?? null,
    entity: model?.model.name ?? null,
    call: calleeText(facts, call.callee),
    confidence: certainty === 'sure' ? 'high' : 'medium',
    details:
      verb === 'raw'
        ? unknownDetails(text, handle)
        : prismaDetails(context.prisma, model, call, verb, text, handle),
  };
}

function certaintyOf(
  context: LibraryContext,
  facts: FileFacts,
  client: Value,
  within: number,
  depth: number,
): Certainty {
  if (depth > 6) return null;
  const { program } = context;
  const type = program.typeOf(facts, client, within);
  if (type?.kind === 'external' && !type.name.endsWith('()'))
    return clientType.test(type.name) && !isOtherLibrary(type.module) ? 'sure' : null;
  if (type?.kind === 'class') {
    const bases = program.withBases(type.facts, type.index);
    const last = bases[bases.length - 1];
    const top = last?.facts.classes[last.index]?.extends;
    return top && clientType.test(top.name) ? 'sure' : null;
  }
  if (client.path.length > 0) return byName(client.path[client.path.length - 1] ?? '');
  if (client.root.kind === 'variable')
    return certaintyOfVariable(context, facts, client.root.variable, depth);
  if (client.root.kind === 'call') {
    const call = facts.calls[client.root.call];
    // `prisma.$extends(…)` is still a client.
    return call?.name === '$extends'
      ? certaintyOf(
          context,
          facts,
          { root: call.callee.root, path: call.callee.path.slice(0, -1) },
          call.within,
          depth + 1,
        )
      : null;
  }
  if (client.root.kind !== 'name') return null;
  const declaration = program.resolveName(facts, client.root.name, within);
  if (declaration?.kind === 'variable')
    return certaintyOfVariable(context, declaration.facts, declaration.index, depth + 1);
  if (declaration?.kind === 'external')
    return /prisma/i.test(declaration.module) ? 'sure' : byName(client.root.name);
  return declaration ? null : byName(client.root.name);
}

function certaintyOfVariable(
  context: LibraryContext,
  facts: FileFacts,
  index: number,
  depth: number,
): Certainty {
  const variable = facts.variables[index];
  if (!variable) return null;
  if (variable.constructs.some((name) => clientType.test(name))) return 'sure';
  if (variable.parameterOf >= 0 && variable.position === 0) {
    const call = facts.calls[facts.functions[variable.parameterOf]?.inlineOf ?? -1];
    if (call?.name === '$transaction') {
      const outer = certaintyOf(
        context,
        facts,
        { root: call.callee.root, path: call.callee.path.slice(0, -1) },
        call.within,
        depth + 1,
      );
      if (outer) return outer;
    }
  }
  if (variable.init && variable.init.root.kind !== 'other') {
    const followed = certaintyOf(context, facts, variable.init, variable.within, depth + 1);
    if (followed) return followed;
  }
  const importsPrisma = facts.imports.some((item) => /prisma/i.test(item.from));
  return clientName.test(variable.name)
    ? importsPrisma && variable.name !== 'tx' && variable.name !== 'trx'
      ? 'sure'
      : 'likely'
    : null;
}

function byName(name: string): Certainty {
  return clientName.test(name) || looseName.test(name) ? 'likely' : null;
}

function isOtherLibrary(module: string): boolean {
  return /knex|typeorm|kysely|sequelize|mongo|objection/i.test(module);
}
