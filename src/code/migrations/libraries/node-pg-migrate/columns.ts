import type { HostCall, Run } from '../../evaluate/host';
import { numberOf, textOf, type Value } from '../../evaluate/values';
import { attempt } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { at, plain, type Sql } from '../rendered';
import { comment, escapeValue, literal, optionsOf, quote, type Options } from './data';
import { sequenceOptions } from './sequences';
import { applyType, type Shorthands } from './types';

export interface Context {
  readonly run: Run;
  readonly call: HostCall;
  readonly shorthands: Shorthands;
}

export interface RenderedColumns {
  readonly lines: readonly Sql[];
  /** The columns of a primary key of several; empty when each column says it itself. */
  readonly key: readonly string[];
  readonly comments: readonly Sql[];
}

/** The columns of `createTable` and `addColumns`. One that is not understood is unread and left out. */
export function columnsOf(
  table: Value | undefined,
  columns: ReadonlyMap<string, Value>,
  { run, call, shorthands }: Context,
): RenderedColumns {
  const known = [...columns].flatMap(([name, value]) => {
    const column = attempt(run, call, () => ({ name, value, ...applyType(value, shorthands) }));
    return column === undefined ? [] : [column];
  });
  const inKey = known.filter(({ options }) => attempt(run, call, () => options.flag('primaryKey')) === true);
  const key = inKey.length > 1 ? inKey.map(({ name }) => name) : [];
  const comments: Sql[] = [];
  const lines = known.flatMap(({ name, value, type, options }) => {
    const line = attempt(run, call, () => {
      const own = literal(table, 'the name of the table');
      if (options.has('comment'))
        comments.push(at(value.place, [comment('COLUMN', `${own}.${quote(name)}`, options.get('comment'))]));
      return [
        `${quote(name)} ${arrayType(type, options)}${constraints(options, key.length > 0, { run, call, shorthands })}`,
      ];
    });
    return line === undefined ? [] : [at(value.place, line)];
  });
  return { lines, key, comments };
}

function arrayType(type: string, options: Options): string {
  const size = numberOf(options.get('array'));
  if (size !== null) return `${type} ARRAY[${String(size)}]`;
  return options.flag('array') ? `${type} ARRAY` : type;
}

function constraints(options: Options, keyApart: boolean, context: Context): string {
  const words: string[] = [];
  const collation = options.text('collation');
  if (collation !== null) words.push(`COLLATE ${collation}`);
  if (options.has('default')) words.push(...defaultOf(options, context));
  if (options.flag('unique')) words.push('UNIQUE');
  if (!keyApart && options.flag('primaryKey')) words.push('PRIMARY KEY');
  if (options.flag('notNull')) words.push('NOT NULL');
  const check = options.text('check');
  if (check !== null) words.push(`CHECK (${check})`);
  if (options.has('references') && !options.isNull('references')) {
    const given = options.text('referencesConstraintName');
    words.push(`${given === null ? '' : `CONSTRAINT ${quote(given)} `}${referencesOf(options)}`);
  }
  if (options.flag('deferrable')) words.push(deferrableOf(options));
  words.push(...generatedOf(options, context.shorthands));
  return words.length === 0 ? '' : ` ${words.join(' ')}`;
}

/** A default that is not known is unread, and leaves its column. */
function defaultOf(options: Options, { run, call }: Context): readonly string[] {
  const text = attempt(run, call, () => escapeValue(options.get('default'), 'the default'));
  return text === undefined ? [] : [`DEFAULT ${text}`];
}

function generatedOf(options: Options, shorthands: Shorthands): readonly string[] {
  const expression = options.text('expressionGenerated');
  const stored = expression === null ? [] : [`GENERATED ALWAYS AS (${expression}) STORED`];
  if (!options.has('sequenceGenerated') || !options.flag('sequenceGenerated')) return stored;
  return [`GENERATED ${identityOf(options, shorthands)}`, ...stored];
}

/** `BY DEFAULT AS IDENTITY (…)`. */
export function identityOf(options: Options, shorthands: Shorthands): string {
  const sequence = optionsOf(options.get('sequenceGenerated'));
  const rest = sequenceOptions(sequence, shorthands).join(' ');
  return `${sequence.text('precedence') ?? ''} AS IDENTITY${rest === '' ? '' : ` (${rest})`}`;
}

/** `REFERENCES … ON DELETE …`. A text that is quoted or has brackets is SQL. */
export function referencesOf(options: Options): string {
  const value = options.get('references');
  const text = textOf(value);
  const isSql = text !== null && (text.startsWith('"') || text.endsWith(')'));
  const raw = rawSqlOf(value);
  const target = isSql ? text : raw === null ? literal(value, 'the table that is referenced') : plain(raw);
  const rule = (name: string, words: string): string => {
    const said = options.text(name);
    return said === null ? '' : ` ${words} ${said}`;
  };
  return `REFERENCES ${target}${rule('match', 'MATCH')}${rule('onDelete', 'ON DELETE')}${rule('onUpdate', 'ON UPDATE')}`;
}

export function deferrableOf(options: Options): string {
  return `DEFERRABLE INITIALLY ${options.flag('deferred') ? 'DEFERRED' : 'IMMEDIATE'}`;
}
