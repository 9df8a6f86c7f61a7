import type { Value } from '../../evaluate/values';
import type { Sql } from '../rendered';
import { escapeValue, itemsOrOne, literal, optionsOf, type Options } from './data';
import { sqlText } from './routines';

const nameWords = 'the name of the view';

/** `createView(name, options, definition)`. */
export function createView([name, given, definition]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const flag = (option: string, word: string): string => (options.flag(option) ? ` ${word}` : '');
  const check = options.text('checkOption');
  return [
    [
      `CREATE${flag('replace', 'OR REPLACE')}${flag('temporary', 'TEMPORARY')}${flag('recursive', 'RECURSIVE')} VIEW ${literal(name, nameWords)}${columns(options)}${settings(options, 'options')} AS ${query(definition)}${check === null ? '' : ` WITH ${check} CHECK OPTION`}`,
    ],
  ];
}

/** `createMaterializedView(name, options, definition)`. */
export function createMaterializedView([name, given, definition]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const guard = options.flag('ifNotExists') ? ' IF NOT EXISTS' : '';
  const tablespace = options.has('tablespace')
    ? ` TABLESPACE ${literal(options.get('tablespace'), 'the tablespace')}`
    : '';
  return [
    [
      `CREATE MATERIALIZED VIEW${guard} ${literal(name, nameWords)}${columns(options)}${settings(options, 'storageParameters')}${tablespace} AS ${query(definition)}${withData(options)}`,
    ],
  ];
}

/** `refreshMaterializedView(name, { concurrently, data })`. */
export function refreshMaterializedView([name, given]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const concurrently = options.flag('concurrently') ? ' CONCURRENTLY' : '';
  return [[`REFRESH MATERIALIZED VIEW${concurrently} ${literal(name, nameWords)}${withData(options)}`]];
}

/** `alterViewColumn(view, column, { default })`. */
export function alterViewColumn([name, column, given]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  if (!options.has('default')) return [];
  const action = options.isNull('default')
    ? 'DROP DEFAULT'
    : `SET DEFAULT ${escapeValue(options.get('default'), 'the default')}`;
  return [
    [
      `ALTER VIEW ${literal(name, nameWords)} ALTER COLUMN ${literal(column, 'the name of the column')} ${action}`,
    ],
  ];
}

function query(definition: Value | undefined): string {
  return sqlText(definition, 'the query of the view').replace(/;\s*$/, '');
}

function columns(options: Options): string {
  const names = itemsOrOne(options.get('columns'), 'the columns').map((column) =>
    literal(column, 'the name of the column'),
  );
  return names.length === 0 ? '' : `(${names.join(', ')})`;
}

function settings(options: Options, name: string): string {
  const said = optionsOf(options.get(name));
  const texts = said.names().map((key) => {
    const text = said.text(key);
    return text === 'true' ? key : `${key} = ${text ?? ''}`;
  });
  return texts.length === 0 ? '' : ` WITH (${texts.join(', ')})`;
}

function withData(options: Options): string {
  if (!options.has('data')) return '';
  return options.flag('data') ? ' WITH DATA' : ' WITH NO DATA';
}
