import { textOf, type Value } from '../../evaluate/values';
import { expectText, NotUnderstood } from '../not-understood';
import { at, type Sql } from '../rendered';
import { deferrableOf, referencesOf } from './columns';
import { comment, itemsOrOne, literal, nameParts, optionsOf, quote, type Options } from './data';

export interface RenderedConstraints {
  readonly lines: readonly Sql[];
  readonly comments: readonly Sql[];
}

/** Checks, unique, primary and foreign keys of a table. `given` is the name of the one that is added, if it has one. */
export function constraintsOf(
  table: Value | undefined,
  options: Options,
  key: readonly string[],
  given: string | null,
): RenderedConstraints {
  const { name: tableName } = nameParts(table, 'the name of the table');
  const called = (generated: string): string => `CONSTRAINT ${quote(given ?? `${tableName}_${generated}`)}`;
  const lines = [
    ...checks(options, called),
    ...uniques(options, called),
    ...primaryKey(options, key, called),
    ...foreignKeys(options, tableName, given),
  ];
  const exclude = options.text('exclude');
  if (exclude !== null) lines.push(`${called('excl')} EXCLUDE ${exclude}`);
  const end = options.flag('deferrable') ? ` ${deferrableOf(options)}` : '';
  const place = options.get('foreignKeys')?.place;
  const comments =
    options.has('comment') && given !== null
      ? [
          [
            comment(
              `CONSTRAINT ${quote(given)} ON`,
              literal(table, 'the name of the table'),
              options.get('comment'),
            ),
          ],
        ]
      : [];
  return {
    lines: lines.map((line) => (place === undefined ? [line + end] : at(place, [line + end]))),
    comments,
  };
}

type Called = (generated: string) => string;

function checks(options: Options, called: Called): string[] {
  const value = options.get('check');
  if (value?.kind !== 'list') {
    const text = options.text('check');
    return text === null ? [] : [`${called('chck')} CHECK (${text})`];
  }
  return value.items.map(
    (item, index) => `${called(`chck_${String(index + 1)}`)} CHECK (${expectText(item, 'the condition')})`,
  );
}

function uniques(options: Options, called: Called): string[] {
  const items = itemsOrOne(options.get('unique'), 'the columns');
  if (items.length === 0 || options.isFalse('unique') || options.isNull('unique')) return [];
  const sets = items.some((item) => item.kind === 'list')
    ? items.map((item) => itemsOrOne(item, 'the columns'))
    : [items];
  return sets.map((set) => {
    const names = set.map((column) => expectText(column, 'the name of the column'));
    return `${called(`uniq_${names.join('_')}`)} UNIQUE (${names.map(quote).join(', ')})`;
  });
}

function primaryKey(options: Options, key: readonly string[], called: Called): string[] {
  const said = itemsOrOne(options.get('primaryKey'), 'the columns').map((column) =>
    expectText(column, 'the name of the column'),
  );
  const columns = key.length > 0 ? key : said;
  return columns.length === 0 ? [] : [`${called('pkey')} PRIMARY KEY (${columns.map(quote).join(', ')})`];
}

function foreignKeys(options: Options, tableName: string, given: string | null): string[] {
  return itemsOrOne(options.get('foreignKeys'), 'the foreign keys').map((value) => {
    const foreign = optionsOf(value, 'a foreign key');
    const columns = itemsOrOne(foreign.get('columns'), 'the columns').map((column) =>
      expectText(column, 'the name of the column'),
    );
    const name = foreign.text('referencesConstraintName') ?? given ?? `${tableName}_fk_${columns.join('_')}`;
    return `CONSTRAINT ${quote(name)} FOREIGN KEY (${columns.map(quote).join(', ')}) ${referencesOf(foreign)}`;
  });
}

/** `addConstraint(table, name, expression or options)`. */
export function addConstraint([table, name, said]: readonly Value[]): readonly Sql[] {
  const given =
    name === undefined || name.kind === 'scalar' ? null : expectText(name, 'the name of the constraint');
  const target = `ALTER TABLE ${literal(table, 'the name of the table')}`;
  const text = textOf(said);
  if (text !== null) return [[`${target} ADD ${given === null ? '' : `CONSTRAINT ${quote(given)} `}${text}`]];
  const { lines, comments } = constraintsOf(table, optionsOf(said, 'the constraint'), [], given);
  if (lines.length === 0) throw new NotUnderstood('addConstraint says no constraint', said?.place);
  const actions = lines.flatMap((line, index) => [index === 0 ? ' ADD ' : ', ADD ', ...line]);
  return [[target, ...actions], ...comments];
}
