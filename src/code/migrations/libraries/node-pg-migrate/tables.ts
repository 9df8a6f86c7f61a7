import type { Value } from '../../evaluate/values';
import { expectRecord, expectText, NotUnderstood, notKnown } from '../not-understood';
import { join, sql, type Sql } from '../rendered';
import { columnsOf, identityOf, type Context } from './columns';
import { constraintsOf } from './constraints';
import { comment, escapeValue, guards, itemsOrOne, literal, optionsOf, quote, type Options } from './data';
import { adapted } from './types';

const tableWords = 'the name of the table';
const columnWords = 'the name of the column';

/** `createTable(name, columns, options)`. */
export function createTable([name, columns, given]: readonly Value[], context: Context): readonly Sql[] {
  const options = optionsOf(given);
  const table = literal(name, tableWords);
  const { lines, key, comments } = columnsOf(name, expectRecord(columns, 'the columns'), context);
  const constraints = constraintsOf(name, optionsOf(options.get('constraints')), key, null);
  const like = options.get('like');
  const parts = [...lines, ...constraints.lines, ...(like === undefined ? [] : [[likeOf(like)]])];
  const kind = `${options.flag('temporary') ? ' TEMPORARY' : ''}${options.flag('unlogged') ? ' UNLOGGED' : ''}`;
  const guard = options.flag('ifNotExists') ? ' IF NOT EXISTS' : '';
  const inherits = options.has('inherits')
    ? ` INHERITS (${literal(options.get('inherits'), 'the parent table')})`
    : '';
  return [
    sql`CREATE${kind} TABLE${guard} ${table} (${join(parts, ', ')})${inherits}${partitionOf(options)}`,
    ...comments,
    ...constraints.comments,
    ...(options.has('comment') ? [[comment('TABLE', table, options.get('comment'))]] : []),
  ];
}

function likeOf(value: Value): string {
  const options = value.kind === 'record' ? optionsOf(value) : null;
  if (options === null || !options.has('table')) return `LIKE ${literal(value, tableWords)}`;
  const said = optionsOf(options.get('options'));
  const words = (name: string, word: string): string =>
    itemsOrOne(said.get(name), word)
      .map((item) => ` ${word} ${expectText(item, word)}`)
      .join('');
  return `LIKE ${literal(options.get('table'), tableWords)}${words('including', 'INCLUDING')}${words('excluding', 'EXCLUDING')}`;
}

function partitionOf(options: Options): string {
  const value = options.get('partition');
  if (value === undefined) return '';
  const partition = optionsOf(value, 'the partition');
  const columns = itemsOrOne(partition.get('columns'), 'the columns').map((column) => {
    if (column.kind !== 'record') return literal(column, columnWords);
    const said = optionsOf(column);
    const collate = said.text('collate');
    const opclass = said.text('opclass');
    return `${literal(said.get('name'), columnWords)}${collate === null ? '' : ` COLLATE ${collate}`}${opclass === null ? '' : ` ${opclass}`}`;
  });
  return ` PARTITION BY ${partition.text('strategy') ?? ''} (${columns.join(', ')})`;
}

/** `addColumns(table, columns, { ifNotExists })`. */
export function addColumns([name, columns, given]: readonly Value[], context: Context): readonly Sql[] {
  const guard = optionsOf(given).flag('ifNotExists') ? 'IF NOT EXISTS ' : '';
  const { lines, comments } = columnsOf(name, expectRecord(columns, 'the columns'), context);
  if (lines.length === 0) return [];
  const actions = lines.map((line) => sql`ADD ${guard}${line}`);
  return [sql`ALTER TABLE ${literal(name, tableWords)} ${join(actions, ', ')}`, ...comments];
}

/** `dropColumns(table, name, names or an object, { ifExists, cascade })`. */
export function dropColumns([name, columns, given]: readonly Value[]): readonly Sql[] {
  const { ifExists, cascade } = guards(optionsOf(given));
  const names =
    columns?.kind === 'record'
      ? [...expectRecord(columns, 'the columns').keys()].map(quote)
      : itemsOrOne(columns, 'the columns').map((column) => literal(column, columnWords));
  if (names.length === 0) throw notKnown(columns, 'the columns');
  const actions = names.map((column) => `DROP${ifExists} ${column}${cascade}`);
  return [[`ALTER TABLE ${literal(name, tableWords)} ${actions.join(', ')}`]];
}

/** `alterColumn(table, column, options)`. */
export function alterColumn([name, column, given]: readonly Value[], context: Context): readonly Sql[] {
  const options = optionsOf(given);
  const own = literal(column, columnWords);
  const table = literal(name, tableWords);
  const actions = alterations(options, context).map((action) => `ALTER ${own} ${action}`);
  return [
    ...(actions.length === 0 ? [] : [[`ALTER TABLE ${table} ${actions.join(', ')}`]]),
    ...(options.has('comment') ? [[comment('COLUMN', `${table}.${own}`, options.get('comment'))]] : []),
  ];
}

function alterations(options: Options, { shorthands }: Context): readonly string[] {
  const actions: string[] = [];
  if (options.isNull('default')) actions.push('DROP DEFAULT');
  else if (options.has('default'))
    actions.push(`SET DEFAULT ${escapeValue(options.get('default'), 'the default')}`);
  const type = options.text('type');
  if (type !== null) {
    const collation = options.text('collation');
    const using = options.text('using');
    actions.push(
      `SET DATA TYPE ${adapted(type)}${collation === null ? '' : ` COLLATE ${collation}`}${using === null ? '' : ` USING ${using}`}`,
    );
  }
  if (options.flag('notNull')) actions.push('SET NOT NULL');
  else if (options.isFalse('notNull') || options.flag('allowNull')) actions.push('DROP NOT NULL');
  if (options.has('sequenceGenerated'))
    actions.push(
      options.flag('sequenceGenerated')
        ? `ADD GENERATED ${identityOf(options, shorthands)}`
        : 'DROP IDENTITY',
    );
  if (options.isNull('expressionGenerated')) actions.push('DROP EXPRESSION');
  else if (options.has('expressionGenerated'))
    actions.push(`SET EXPRESSION AS (${options.text('expressionGenerated') ?? ''})`);
  return actions;
}

/** `alterTable(name, { levelSecurity, unlogged })`. */
export function alterTable([name, given]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const security = options.text('levelSecurity');
  const actions = [
    ...(security === null ? [] : [`${security} ROW LEVEL SECURITY`]),
    ...(options.has('unlogged') ? [options.flag('unlogged') ? 'SET UNLOGGED' : 'SET LOGGED'] : []),
  ];
  if (actions.length === 0) throw new NotUnderstood('alterTable says nothing');
  return [[`ALTER TABLE ${literal(name, tableWords)} ${actions.join(', ')}`]];
}
