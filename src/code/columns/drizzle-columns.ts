import type { ColumnUseKind, DeclaredModel } from '../../model/code';
import type { FileFacts, MemberFact } from '../facts';
import { columnsOf } from '../libraries/model-columns';
import type { LibraryContext } from '../libraries/recognition';
import type { FileUses } from './collect';

const filters =
  /^(?:eq|ne|gt|gte|lt|lte|inArray|notInArray|isNull|isNotNull|like|ilike|notLike|between|notBetween|exists|and|or|not|asc|desc|orderBy|groupBy|where|having|on)$|[jJ]oin$/;

/** `orders.total` where `orders` is a Drizzle table: filtered by in a condition, else read. */
export function addDrizzleMembers(context: LibraryContext, facts: FileFacts, uses: FileUses): void {
  for (const member of facts.members) {
    const model = tableOf(context, facts, member);
    const property = member.value.path[member.value.path.length - 1] ?? '';
    if (!model?.columns.some((column) => column.property === property)) continue;
    const use: ColumnUseKind = filters.test(member.argumentOf) ? 'filter' : 'read';
    const source = { library: 'drizzle' as const, confidence: 'high' as const };
    uses.column(member.start, member.end, model.table, columnsOf(model)(property), use, source);
  }
}

/** `orders` of `orders.total`, or of `schema.orders.total`. */
function tableOf(
  context: LibraryContext,
  facts: FileFacts,
  { value: { root, path }, within }: MemberFact,
): DeclaredModel | null {
  if (path.length === 1 && root.kind === 'variable') {
    const name = facts.variables[root.variable]?.name ?? '';
    const own = context.models.named('drizzle', name, facts.file);
    return own?.file === facts.file ? own : null;
  }
  if (root.kind !== 'name' || path.length > 2) return null;
  if (path.length === 2) return context.models.named('drizzle', path[0] ?? '');
  const found = context.program.resolveName(facts, root.name, within);
  if (found?.kind !== 'variable') return null;
  const name = found.facts.variables[found.index]?.name ?? '';
  const model = context.models.named('drizzle', name, found.facts.file);
  return model?.file === found.facts.file ? model : null;
}
