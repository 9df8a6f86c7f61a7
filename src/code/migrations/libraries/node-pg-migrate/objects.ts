import type { Value } from '../../evaluate/values';
import { NotUnderstood } from '../not-understood';
import type { Sql } from '../rendered';
import { escapeValue, guards, itemsOrOne, literal, optionsOf } from './data';
import { applyType, type Shorthands } from './types';

/** `createType(name, values or attributes)`. */
export function createType([name, said]: readonly Value[], shorthands: Shorthands): readonly Sql[] {
  const type = literal(name, 'the name of the type');
  if (said?.kind === 'list') {
    const values = itemsOrOne(said, 'the values of the type').map((value) =>
      escapeValue(value, 'a value of the type'),
    );
    return [[`CREATE TYPE ${type} AS ENUM (${values.join(', ')})`]];
  }
  const options = optionsOf(said, 'the type');
  const attributes = options
    .names()
    .map((attribute) => `"${attribute}" ${applyType(options.get(attribute), shorthands).type}`);
  return [[`CREATE TYPE ${type} AS (${attributes.join(', ')})`]];
}

/** `addTypeValue(name, value, { before, after, ifNotExists })`. */
export function addTypeValue([name, value, given]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const place = (option: string, word: string): string =>
    options.has(option) && options.flag(option)
      ? ` ${word} ${escapeValue(options.get(option), 'a value of the type')}`
      : '';
  const guard = options.flag('ifNotExists') ? ' IF NOT EXISTS' : '';
  return [
    [
      `ALTER TYPE ${literal(name, 'the name of the type')} ADD VALUE${guard} ${escapeValue(value, 'the value of the type')}${place('before', 'BEFORE')}${place('after', 'AFTER')}`,
    ],
  ];
}

/** `createDomain(name, type, options)`. */
export function createDomain([name, type, given]: readonly Value[], shorthands: Shorthands): readonly Sql[] {
  const options = optionsOf(given);
  const collation = options.text('collation');
  const check = options.text('check');
  const named = options.has('constraintName')
    ? ` CONSTRAINT ${literal(options.get('constraintName'), 'the name of the constraint')}`
    : '';
  const rule = options.flag('notNull')
    ? `${named} NOT NULL`
    : check === null
      ? ''
      : `${named} CHECK (${check})`;
  const fallback = options.has('default')
    ? ` DEFAULT ${escapeValue(options.get('default'), 'the default')}`
    : '';
  return [
    [
      `CREATE DOMAIN ${literal(name, 'the name of the domain')} AS ${applyType(type, shorthands).type}${collation === null ? '' : ` COLLATE ${collation}`}${fallback}${rule}`,
    ],
  ];
}

/** `alterDomain(name, options)`. Postgres wants ADD before a check, which the library leaves out. */
export function alterDomain([name, given]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const actions: string[] = [];
  if (options.isNull('default')) actions.push('DROP DEFAULT');
  else if (options.has('default'))
    actions.push(`SET DEFAULT ${escapeValue(options.get('default'), 'the default')}`);
  if (options.flag('notNull')) actions.push('SET NOT NULL');
  else if (options.isFalse('notNull') || options.flag('allowNull')) actions.push('DROP NOT NULL');
  if (options.has('check')) throw new NotUnderstood('Postgres takes no such check of a domain');
  return actions.map((action) => [`ALTER DOMAIN ${literal(name, 'the name of the domain')} ${action}`]);
}

/** `createExtension(name or names, { ifNotExists, schema })`. */
export function createExtension([names, given]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const schema = options.has('schema')
    ? ` SCHEMA ${literal(options.get('schema'), 'the name of the schema')}`
    : '';
  const guard = options.flag('ifNotExists') ? ' IF NOT EXISTS' : '';
  return itemsOrOne(names, 'the extensions').map((name) => [
    `CREATE EXTENSION${guard} ${literal(name, 'the name of the extension')}${schema}`,
  ]);
}

/** `dropExtension(name or names, { ifExists, cascade })`. */
export function dropExtension([names, given]: readonly Value[]): readonly Sql[] {
  const { ifExists, cascade } = guards(optionsOf(given));
  return itemsOrOne(names, 'the extensions').map((name) => [
    `DROP EXTENSION${ifExists} ${literal(name, 'the name of the extension')}${cascade}`,
  ]);
}

/** `createSchema(name, { ifNotExists, authorization })`. */
export function createSchema([name, given]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const role = options.text('authorization');
  const guard = options.flag('ifNotExists') ? ' IF NOT EXISTS' : '';
  return [
    [
      `CREATE SCHEMA${guard} ${literal(name, 'the name of the schema')}${role === null ? '' : ` AUTHORIZATION ${role}`}`,
    ],
  ];
}

/** `createPolicy(table, name, { role, command, using, check })`. */
export function createPolicy([table, name, given]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const roles = options.has('role')
    ? itemsOrOne(options.get('role'), 'the roles').map((role) => literalRole(role))
    : ['PUBLIC'];
  const using = options.text('using');
  const check = options.text('check');
  return [
    [
      `CREATE POLICY ${literal(name, 'the name of the policy')} ON ${literal(table, 'the name of the table')} FOR ${options.text('command') ?? 'ALL'} TO ${roles.join(', ')}${using === null ? '' : ` USING (${using})`}${check === null ? '' : ` WITH CHECK (${check})`}`,
    ],
  ];
}

/** Roles are written as they are said. */
function literalRole(role: Value): string {
  return (
    optionsOf({
      kind: 'record',
      entries: new Map([['role', role]]),
      complete: true,
      place: role.place,
      of: null,
      base: null,
    }).text('role') ?? ''
  );
}
