import type { TransactionScope } from '../../model/code';
import type { CallFact, FileFacts } from '../facts';
import { clientText } from '../libraries/clients';
import { receiverOf } from '../libraries/recognition';
import type { Program } from './program';
import { functionId, type Site } from './sites';

/** A transaction of a file: its call and its callback in `facts.functions`. */
export interface FileTransaction {
  readonly scope: TransactionScope;
  readonly call: number;
  readonly body: number;
}

/** Names that open a transaction; the rest of `possible` do so only on a client that is known. */
const surely =
  /^(?:\$transaction|transaction|transactional|withTransaction|(?:run)?InTransaction|runTransaction)$/i;
const possible = /^(?:begin|tx|task|transact|execute)$/i;
const databases =
  /prisma|typeorm|drizzle|kysely|knex|sequelize|mikro-orm|objection|mongoose|postgres|slonik|^pg|mysql|sqlite/i;

/** Calls that run a callback inside a transaction. The callback asks the database, or the client's type is known: a name alone proves nothing. */
export function findTransactions(
  program: Program,
  facts: FileFacts,
  sites: ReadonlyMap<number, Site>,
): readonly FileTransaction[] {
  return facts.calls.flatMap((call, index): FileTransaction[] => {
    if (call.kind !== 'call' || (!surely.test(call.name) && !possible.test(call.name))) return [];
    const body = facts.functions.findIndex((fn) => fn.inlineOf === index && fn.bodyOf < 0);
    if (body < 0) return [];
    const opener = openerOf(facts, call);
    if (!opener) return [];
    const fn = facts.functions[body];
    const handle = facts.variables.find(
      (variable) => variable.parameterOf === body && variable.position === 0,
    );
    const inside = [...sites.values()].find(
      ({ site }) => fn !== undefined && site.range.start >= fn.start && site.range.end <= fn.end,
    );
    const onHandle =
      inside?.site.details.inTransaction === true || inside?.site.details.client === handle?.name;
    const client = receiverOf(opener);
    const type = program.typeOf(facts, client, opener.within);
    const known = type?.kind === 'external' && databases.test(type.module);
    if (!known && !(inside && (surely.test(opener.name) || onHandle))) return [];
    return [
      {
        call: index,
        body,
        scope: {
          file: facts.file,
          range: { start: call.start, end: call.end },
          library: inside?.site.library ?? 'sql',
          body: functionId(facts, body),
          bodyRange: fn ? { start: fn.start, end: fn.end } : null,
          handle: handle && handle.name !== '' ? handle.name : null,
          client: clientText(facts, client),
          within: functionId(facts, call.within),
        },
      },
    ];
  });
}

/** The call that opens it: `db.transaction()` of `db.transaction().execute(…)`. */
function openerOf(facts: FileFacts, call: CallFact): CallFact | null {
  if (call.callee.path.length === 0 && !surely.test(call.name)) return null;
  if (call.name !== 'execute') return call;
  let at: CallFact | undefined = call;
  while (at?.callee.root.kind === 'call') {
    at = facts.calls[at.callee.root.call];
    if (at?.name === 'transaction') return at;
  }
  return null;
}
