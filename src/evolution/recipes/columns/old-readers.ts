import { canonicalType } from '../../../schema/effects/postgres-types';
import { namesColumn } from '../expressions';
import type { OldColumn, Replacement } from './replacement';
import { oldNames } from './replacement';

/*
 * Once nobody writes the old columns, generated columns can take their names: whoever still reads them reads what the
 * new columns say, and no trigger is needed any more.
 */

/** Contract leaves generated columns under the old names. A column that keeps its name needs none. */
export function leavesGenerated({ options, keepsName }: Replacement): boolean {
  return options.oldReaders === 'generated-column' && !keepsName;
}

/** Why generated columns cannot take the place of the old ones, and what to do instead; null: they can. */
export function refuseGenerated(facts: Replacement): string | null {
  if (!leavesGenerated(facts)) return null;
  const { dialect, version, old } = facts;
  const own = old.find((one) => oldNames(facts).some((name) => namesColumn(one.backward, name, dialect)));
  if (own !== undefined)
    return `A generated column cannot stand in for ${own.column.name}: its value is made in part of what it holds itself, which no new column keeps. Add a column for that, or leave old-readers out: ${keptInStep(facts)}.`;
  if (dialect !== 'postgres') return null;
  if (version < 18)
    return `Before Postgres 18 a generated column is stored: adding it writes every row anew while nobody can use the table. Leave old-readers out: ${keptInStep(facts)}.`;
  const custom = old.find(({ column }) => !isBuiltIn(column.type));
  if (custom !== undefined)
    return `Postgres takes built-in types only for a virtual generated column, and ${custom.column.name} is ${custom.column.type?.text ?? 'of an unknown type'}. Leave old-readers out: ${keptInStep(facts)}.`;
  const fails = facts.conversion === 'same' ? undefined : old.find(({ column }) => !isText(column.type));
  return fails === undefined
    ? null
    : `Postgres computes a virtual column when it is read, and a value that is no ${fails.column.type?.text ?? ''} would make every SELECT of ${fails.column.name} fail, SELECT * of the new version too. Leave old-readers out: ${keptInStep(facts)}.`;
}

function keptInStep({ options }: Replacement): string {
  return options.dualWrite === 'triggers'
    ? 'triggers keep the old columns in step until contract'
    : 'the application writes both until nobody reads the old columns';
}

/** What the application has to know from then on, and what a person declares before. */
export function generatedNotes(facts: Replacement): {
  readonly application: string;
  readonly declared: readonly string[];
} {
  const { dialect, written } = facts;
  const names = oldNames(facts).join(', ');
  const label = `${written}.${names}`;
  const again = dialect === 'postgres' ? ' Give privileges on these columns again where roles have any.' : '';
  return {
    application: `Nothing to do: ${label} is computed from the new columns from now on, for whoever still reads it; a statement that writes it fails. Its own indexes are gone.${again} Until it goes, write only what it can hold: what does not fit is cut or shown as another value.`,
    declared: [
      `no running version, job or report writes ${label}, or inserts into ${written} without naming the columns`,
      `the longest batch interval has passed since the last version that wrote ${label}`,
      ...(dialect === 'postgres' && facts.conversion !== 'same'
        ? [`${facts.old.map((one) => one.backward).join('; ')} gives a value or NULL, never an error, and only IMMUTABLE functions are in it`] // prettier-ignore
        : []),
    ],
  };
}

/** The expression of the generated column, as SQL; Postgres takes no implicit cast that may fail. */
export function generatedValue({ dialect, conversion }: Replacement, one: OldColumn): string {
  return dialect === 'postgres' && conversion !== 'same'
    ? `(${one.backward})::${one.column.type?.text ?? 'text'}`
    : one.backward;
}

const builtIn = /^(smallint|integer|bigint|numeric|real|double precision|boolean|character varying|character|text|bytea|uuid|jsonb?|xml|money|date|interval|(time|timestamp) with(out)? time zone|inet|cidr|macaddr8?|bit|bit varying|tsvector|tsquery|point|int4range|int8range|numrange|daterange|tsrange|tstzrange)$/; // prettier-ignore

function isBuiltIn(type: OldColumn['column']['type']): boolean {
  return type !== null && builtIn.test(canonicalType(type));
}

function isText(type: OldColumn['column']['type']): boolean {
  return type !== null && !type.isArray && /^(text|character varying|character)$/.test(canonicalType(type));
}
