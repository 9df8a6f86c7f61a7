import type { Dialect } from '../../../model/dialect';
import { quote } from '../../../sql/identifiers';
import { literal } from '../names';

/** A member of a JSON object and the column that holds it: names as the database has them. */
export interface Member {
  readonly key: string;
  readonly column: string;
  readonly boolean: boolean;
}

/** The type of a JSON column where nothing else is said. */
export function jsonType(dialect: Dialect): string {
  return dialect === 'postgres' ? 'jsonb' : dialect === 'sqlite' ? 'text' : 'json';
}

function path(key: string, dialect: Dialect): string {
  return literal(`$."${key}"`, dialect);
}

/** The member as text, NULL when it is missing, null or the text is no JSON. */
export function memberOf(json: string, key: string, dialect: Dialect): string {
  switch (dialect) {
    case 'postgres':
      return `${json} ->> ${literal(key, dialect)}`;
    case 'mysql':
    case 'mariadb': {
      const value = `JSON_EXTRACT(${json}, ${path(key, dialect)})`;
      return `CASE WHEN JSON_VALID(${json}) AND JSON_TYPE(${value}) <> 'NULL' THEN JSON_UNQUOTE(${value}) END`;
    }
    case 'sqlite':
      return `CASE WHEN json_valid(${json}) THEN json_extract(${json}, ${path(key, dialect)}) END`;
  }
}

/** An object of the columns that are not NULL. */
export function objectOf(members: readonly Member[], dialect: Dialect): string {
  const name = (one: Member): string => quote(one.column, dialect);
  const pairs = members.map((one) => `${literal(one.key, dialect)}, ${valueOf(one, dialect)}`).join(', ');
  switch (dialect) {
    case 'postgres':
      return members
        .map(
          (one) =>
            `CASE WHEN ${name(one)} IS NULL THEN '{}'::jsonb ELSE jsonb_build_object(${literal(one.key, dialect)}, ${name(one)}) END`,
        ) // prettier-ignore
        .join(' || ');
    case 'mysql':
    case 'mariadb':
      return `JSON_MERGE_PATCH('{}', JSON_OBJECT(${pairs}))`;
    case 'sqlite':
      return `json_patch('{}', json_object(${pairs}))`;
  }
}

/** The object with the members exchanged for the columns; those that are NULL go, all others stay. */
export function objectWith(json: string, members: readonly Member[], dialect: Dialect): string {
  const pairs = members.map((one) => `${literal(one.key, dialect)}, ${valueOf(one, dialect)}`).join(', ');
  switch (dialect) {
    case 'postgres': {
      const was = `${json}::jsonb`;
      // What did not change keeps its form: a number stays a number in a column of text.
      const added = members.map((one) => {
        const [column, key] = [quote(one.column, dialect), literal(one.key, dialect)];
        return `CASE WHEN ${column} IS NULL THEN '{}'::jsonb WHEN (${was} ->> ${key}) = ${column}::text THEN jsonb_build_object(${key}, ${was} -> ${key}) ELSE jsonb_build_object(${key}, ${column}) END`;
      });
      return `(CASE WHEN jsonb_typeof(${was}) = 'object' THEN ${was} - ${keyList(members)} ELSE '{}'::jsonb END || ${added.join(' || ')})`;
    }
    case 'mysql':
    case 'mariadb':
      return `JSON_MERGE_PATCH(CASE WHEN JSON_VALID(${json}) AND JSON_TYPE(${json}) = 'OBJECT' THEN ${json} ELSE '{}' END, JSON_OBJECT(${pairs}))`;
    case 'sqlite':
      return `json_patch(CASE WHEN json_valid(${json}) AND json_type(${json}) = 'object' THEN ${json} ELSE '{}' END, json_object(${pairs}))`;
  }
}

/** True where the value is no object, or has members beside these. */
export function hasMore(json: string, members: readonly Member[], dialect: Dialect): string {
  const present = (exists: (key: string) => string): string =>
    members.map((one) => exists(path(one.key, dialect))).join(' + ');
  switch (dialect) {
    case 'postgres':
      return `CASE WHEN jsonb_typeof(${json}::jsonb) = 'object' THEN (${json}::jsonb - ${keyList(members)}) <> '{}'::jsonb ELSE ${json} IS NOT NULL END`;
    case 'mysql':
    case 'mariadb':
      return `CASE WHEN JSON_VALID(${json}) AND JSON_TYPE(${json}) = 'OBJECT' THEN JSON_LENGTH(${json}) > (${present((one) => `JSON_CONTAINS_PATH(${json}, 'one', ${one})`)}) ELSE ${json} IS NOT NULL END`;
    case 'sqlite':
      return `CASE WHEN json_valid(${json}) AND json_type(${json}) = 'object' THEN json_remove(${json}, ${members.map((one) => path(one.key, dialect)).join(', ')}) <> '{}' ELSE ${json} IS NOT NULL END`;
  }
}

/** What is left of the value without these members; NULL when that is nothing. */
export function restOf(json: string, members: readonly Member[], dialect: Dialect): string {
  const more = hasMore(json, members, dialect);
  const paths = members.map((one) => path(one.key, dialect)).join(', ');
  const without =
    dialect === 'postgres'
      ? `CASE WHEN jsonb_typeof(${json}::jsonb) = 'object' THEN ${json}::jsonb - ${keyList(members)} ELSE ${json}::jsonb END`
      : dialect === 'sqlite'
        ? `CASE WHEN json_type(${json}) = 'object' THEN json_remove(${json}, ${paths}) ELSE ${json} END`
        : `CASE WHEN JSON_TYPE(${json}) = 'OBJECT' THEN JSON_REMOVE(${json}, ${paths}) ELSE ${json} END`;
  return `CASE WHEN ${more} THEN ${without} END`;
}

function keyList(members: readonly Member[]): string {
  return `ARRAY[${members.map((one) => literal(one.key, 'postgres')).join(', ')}]::text[]`;
}

/** A truth value goes into JSON as true or false, not as a number. */
function valueOf({ column, boolean }: Member, dialect: Dialect): string {
  const name = quote(column, dialect);
  if (!boolean) return name;
  if (dialect === 'sqlite') return `json(CASE WHEN ${name} IS NULL THEN 'null' WHEN ${name} THEN 'true' ELSE 'false' END)`; // prettier-ignore
  return dialect === 'postgres'
    ? name
    : `JSON_EXTRACT(CASE WHEN ${name} IS NULL THEN 'null' WHEN ${name} THEN 'true' ELSE 'false' END, '$')`;
}
