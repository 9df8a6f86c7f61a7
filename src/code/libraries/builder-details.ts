import type { QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, Shape } from '../facts';
import { bareColumn, operatorOfText, readConditionText } from './condition-text';
import { literalText, type ColumnName, type DetailsDraft } from './details';

/**
 * Reads the links of a builder that names columns in strings: Knex, Kysely, Objection. They share the words
 * (`where('id', 'in', ids)`, `orderBy('id', 'desc')`); what a library has of its own it reads itself.
 */
export function readLink(draft: DetailsDraft, call: CallFact, columnOf: ColumnName): void {
  const [first, second, third] = call.shapes ?? [];
  const given = call.values.length;
  switch (call.name) {
    case 'where':
    case 'andWhere':
    case 'orWhere':
    case 'having':
      if (call.name !== 'having') readWhereCall(draft, first, second, third, given, columnOf);
      return;
    case 'whereNot':
    case 'whereNotIn':
    case 'whereNotNull':
    case 'whereNotBetween':
      filterOf(draft, first, 'other', columnOf);
      return;
    case 'whereIn':
    case 'orWhereIn':
    case 'findByIds':
      filterOf(draft, first, 'in', columnOf);
      return;
    case 'whereNull':
    case 'orWhereNull':
      filterOf(draft, first, 'equals', columnOf);
      return;
    case 'whereBetween':
      filterOf(draft, first, 'range', columnOf);
      return;
    case 'whereLike':
    case 'whereILike':
      filterOf(draft, first, 'like', columnOf);
      return;
    case 'whereRaw':
    case 'andWhereRaw':
    case 'orWhereRaw':
      if (call.text === null) draft.filterUnknown();
      else readConditionText(draft, call.text, columnOf);
      return;
    case 'whereExists':
    case 'whereNotExists':
    case 'whereRef':
    case 'whereColumn':
    case 'whereJsonPath':
      draft.filterUnknown();
      return;
    case 'orderBy':
      readOrderCall(draft, first, second, columnOf);
      return;
    case 'orderByRaw':
      draft.sortUnknown();
      return;
    case 'limit':
      if (draft.limited !== 'one') draft.limited = 'limit';
      return;
    case 'first':
      draft.limited = 'one';
      selectNames(draft, call.shapes ?? [], columnOf);
      return;
    case 'offset':
      draft.offset = true;
      return;
    case 'select':
    case 'column':
    case 'columns':
    case 'distinct':
    case 'pluck':
      selectNames(draft, call.shapes ?? [], columnOf);
      return;
    case 'forUpdate':
    case 'forShare':
    case 'forNoKeyUpdate':
    case 'forKeyShare':
      draft.locks = true;
      return;
    case 'modify':
    case '$call':
    case '$if':
      draft.mayFilter();
      draft.sortUnknown();
      if (draft.limited === 'none') draft.limited = 'unknown';
  }
}

/** `where('a', 1)`, `where('a', '>', 1)`, `where({a: 1})`, `where((eb) => …)`. */
function readWhereCall(
  draft: DetailsDraft,
  first: Shape | undefined,
  second: Shape | undefined,
  third: Shape | undefined,
  given: number,
  columnOf: ColumnName,
): void {
  if (first?.kind === 'text') {
    const operator =
      given > 2 || third ? (second?.kind === 'text' ? operatorOfText(second.text) : 'other') : 'equals';
    draft.filter(columnOf(bareColumn(first.text)), operator);
  } else if (first?.kind === 'object') {
    for (const { name } of first.properties) draft.filter(columnOf(bareColumn(name)), 'equals');
    if (first.spreads) draft.mayFilter();
  } else if (given === 0) return;
  else if (first?.kind === 'function' || second !== undefined) draft.filterUnknown();
  else draft.mayFilter();
}

function filterOf(
  draft: DetailsDraft,
  shape: Shape | undefined,
  operator: Parameters<DetailsDraft['filter']>[1],
  columnOf: ColumnName,
): void {
  if (shape?.kind === 'text') draft.filter(columnOf(bareColumn(shape.text)), operator);
  else draft.filterUnknown();
}

function readOrderCall(
  draft: DetailsDraft,
  first: Shape | undefined,
  second: Shape | undefined,
  columnOf: ColumnName,
): void {
  if (first?.kind === 'text') {
    const [name = '', direction] = first.text.trim().split(/\s+/);
    draft.sort(columnOf(bareColumn(name)), /^'?desc/i.test(literalText(second) ?? direction ?? ''));
  } else if (first?.kind === 'array') {
    for (const element of first.elements) {
      if (element.kind === 'text') draft.sort(columnOf(bareColumn(element.text)), false);
      else if (element.kind === 'object') {
        const of = (name: string): Shape | undefined =>
          element.properties.find((property) => property.name === name)?.value;
        const column = of('column');
        if (column?.kind === 'text')
          draft.sort(columnOf(bareColumn(column.text)), /desc/i.test(literalText(of('order')) ?? ''));
        else draft.sortUnknown();
      } else draft.sortUnknown();
    }
  } else draft.sortUnknown();
}

/** `select('a', 'b')`, `select(['a', 'b as c'])`; `*` is everything, a call or a name is not known. */
export function selectNames(draft: DetailsDraft, shapes: readonly Shape[], columnOf: ColumnName): void {
  const flat = shapes.flatMap((shape) =>
    shape.kind === 'array' && !shape.alternatives ? shape.elements : [shape],
  );
  for (const shape of flat) {
    if (shape.kind !== 'text') draft.selected = null;
    else if (!/\*$/.test(shape.text)) draft.select([columnOf(bareColumn(shape.text))]);
  }
}

/** What is written by `insert(rows)`, `update({…})`, `update('a', 1)`. */
export function readWriteCall(draft: DetailsDraft, call: CallFact, columnOf: ColumnName): void {
  const [first, second] = call.shapes ?? [];
  if (first?.kind === 'text') draft.writeColumn(columnOf(bareColumn(first.text)), second);
  else draft.write(first, (name) => [columnOf(bareColumn(name))]);
}

/** A draft's details, with what a verb settles: a count gives one row. */
export function finished(draft: DetailsDraft, verb: QueryVerb, grouped: boolean): QueryDetails {
  if (verb === 'count' && !grouped) draft.limited = 'one';
  return draft.done();
}
