import type { Range } from '../../../../model/text';
import type { HostCall, Run } from '../../evaluate/host';
import { booleanOf, isNothing, textOf, type Value } from '../../evaluate/values';
import { attempt, expectText, NotUnderstood } from '../not-understood';
import { at, plain, sql, type Sql } from '../rendered';
import { columnCheck, isCheck } from './column-checks';
import { renderType, type TypeContext } from './column-types';
import { wrap, wrapName } from './identifiers';
import { formatDefault } from './literals';
import { isAltered, isIncrements, modifierOf, type ColumnSpec, type Modifier } from './table-spec';

/** One statement, and the call that it is sent for. */
export interface Statement {
  readonly sql: Sql;
  readonly call: HostCall;
}

export interface RenderedColumn {
  readonly spec: ColumnSpec;
  readonly name: Sql;
  readonly type: Sql;
  /** Name, type and modifiers, as in CREATE TABLE. */
  readonly definition: Sql;
  /** After DEFAULT; null: no default is said. */
  readonly default: Sql | null;
  readonly before: readonly Statement[];
  readonly after: readonly Statement[];
}

export interface ColumnContext extends TypeContext {
  readonly run: Run;
  /** The table as statements write it. */
  readonly tableName: string;
  readonly rawTableName: string;
}

/** A column as Knex writes it; undefined when its name or type is not understood (it is then unread). */
export function renderColumn(column: ColumnSpec, context: ColumnContext): RenderedColumn | undefined {
  return attempt(context.run, column.call, () => {
    const name = columnName(column, context);
    const type = renderType(column, context);
    const after: Statement[] = [];
    const fallback = defaultOf(column, context);
    const modifiers = modifierNames(context, column).flatMap((modifierName) => {
      const modifier = modifierOf(column, modifierName);
      if (modifier === undefined) return [];
      const text = attempt(context.run, modifier.call, () =>
        renderModifier(modifier, column, name, fallback, context, after),
      );
      return text === undefined || text.length === 0 ? [] : sql` ${text}`;
    });
    return {
      spec: column,
      name,
      type: type.sql,
      definition: at(placeOf(column), sql`${name} ${type.sql}${modifiers}`),
      default: fallback,
      before: type.before === null ? [] : [{ sql: type.before, call: column.call }],
      after,
    };
  });
}

/** The whole chain, from the table's name to the last modifier. */
function placeOf(column: ColumnSpec): Range {
  const { start, end } = column.call.place;
  return { start, end: Math.max(end, ...column.modifiers.map((modifier) => modifier.call.place.end)) };
}

/** An increments column without a name is called id. */
function columnName(column: ColumnSpec, context: ColumnContext): Sql {
  const [name] = column.args;
  const unnamed = isIncrements(column) && (isNothing(name) || textOf(name) === '');
  return unnamed ? [wrapName('id', context.dialect)] : wrap(name, context.dialect, 'the name of the column');
}

const checks = [
  'checkPositive',
  'checkNegative',
  'checkIn',
  'checkNotIn',
  'checkBetween',
  'checkLength',
  'checkRegex',
];

function modifierNames({ dialect }: ColumnContext, column: ColumnSpec): readonly string[] {
  if (isIncrements(column)) return dialect === 'sqlite' ? [] : ['comment'];
  switch (dialect) {
    case 'postgres':
      return ['nullable', 'defaultTo', 'comment', 'check', ...checks];
    case 'mysql':
    case 'mariadb':
      return [
        'unsigned',
        'nullable',
        'defaultTo',
        'comment',
        'collate',
        'first',
        'after',
        'check',
        ...checks,
      ];
    case 'sqlite':
      return ['nullable', 'defaultTo', 'check', ...checks];
  }
}

function renderModifier(
  modifier: Modifier,
  column: ColumnSpec,
  name: Sql,
  fallback: Sql | null,
  context: ColumnContext,
  after: Statement[],
): Sql {
  const [value] = modifier.args;
  switch (modifier.name) {
    case 'nullable':
      return [value !== undefined && booleanOf(value) === false ? 'not null' : 'null'];
    case 'defaultTo':
      return fallback === null ? [] : sql`default ${fallback}`;
    case 'comment':
      return comment(value, name, modifier, context, after);
    case 'unsigned':
    case 'first':
      return [modifier.name];
    case 'after':
      return sql`after ${wrap(value, context.dialect, 'the name of the column')}`;
    case 'collate':
      return [`collate '${expectText(value, 'the collation')}'`];
    default:
      if (isCheck(modifier.name)) return columnCheck(modifier, column, name, context, after);
      throw new NotUnderstood(`Knex has no column modifier "${modifier.name}"`);
  }
}

/** What stands after DEFAULT; null where none is written. One that is not known is unread. */
function defaultOf(column: ColumnSpec, context: ColumnContext): Sql | null {
  const modifier = modifierOf(column, 'defaultTo');
  if (modifier === undefined) return null;
  return attempt(context.run, modifier.call, () => renderDefault(modifier, column, context)) ?? null;
}

/** null where MySQL takes no default of this kind. */
function renderDefault(modifier: Modifier, column: ColumnSpec, context: ColumnContext): Sql | null {
  const value: Value | undefined = modifier.args[0];
  if (context.dialect !== 'mysql' && context.dialect !== 'mariadb')
    return formatDefault(value, column.type, context.dialect);
  if (isNothing(value)) return null;
  const isJson = column.type === 'json' || column.type === 'jsonb';
  const text = formatDefault(value, column.type, context.dialect);
  if (isJson && (value?.kind === 'record' || value?.kind === 'list')) return sql`(${text})`;
  return column.type === 'blob' || column.type.includes('text') ? null : text;
}

function comment(
  value: Value | undefined,
  name: Sql,
  modifier: Modifier,
  context: ColumnContext,
  after: Statement[],
): Sql {
  const text = isNothing(value) ? '' : expectText(value, 'the comment');
  if (context.dialect !== 'postgres')
    return text === '' ? [] : [`comment '${text.replaceAll(/(?<!\\)'/g, "\\'")}'`];
  const written = text === '' ? 'NULL' : `'${text.replaceAll(/(?<!')'(?!')/g, "''")}'`;
  after.push({
    sql: [`comment on column ${context.tableName}.${plain(name)} is ${written}`],
    call: modifier.call,
  });
  return [];
}

/** The columns of a table that are added, or those that are altered. */
export function columnsOf(columns: readonly ColumnSpec[], altered: boolean): readonly ColumnSpec[] {
  return columns.filter((column) => isAltered(column) === altered);
}
