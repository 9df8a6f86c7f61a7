import type { ColumnUseKind } from '../../model/code';

type Roles = Readonly<Record<string, ColumnUseKind>>;

/** What a method of a builder does with the columns it is given. */
export interface BuilderRoles {
  readonly roles: Roles;
  /** Of these only the first argument names a column; the rest are values. */
  readonly firstOnly: ReadonlySet<string>;
}

function every(use: ColumnUseKind, names: string): Record<string, ColumnUseKind> {
  return Object.fromEntries(names.split(' ').map((name) => [name, use]));
}

const knexRoles: Roles = {
  ...every(
    'read',
    'select column columns distinct pluck first returning count countDistinct sum avg min max',
  ),
  ...every('filter', 'where andWhere orWhere whereNot whereIn whereNotIn orWhereIn whereNull whereNotNull'),
  ...every('filter', 'whereBetween whereLike whereILike orderBy groupBy having onConflict'),
  ...every('write', 'insert update increment decrement merge'),
};
const knexFirst =
  'where andWhere orWhere whereNot whereIn whereNotIn orWhereIn whereNull whereNotNull whereBetween whereLike whereILike orderBy having increment decrement update insert pluck merge';

export const knexBuilder: BuilderRoles = { roles: knexRoles, firstOnly: new Set(knexFirst.split(' ')) };

/** Objection's builder is Knex's, with writes of its own. Source: vincit.github.io/objection.js/api/query-builder. */
export const objectionBuilder: BuilderRoles = {
  roles: {
    ...knexRoles,
    ...every('write', 'insertAndFetch insertGraph insertGraphAndFetch upsertGraph patch update'),
    ...every('filter', 'findOne'),
  },
  firstOnly: new Set([
    ...knexBuilder.firstOnly,
    ...'insertAndFetch insertGraph insertGraphAndFetch upsertGraph patch findOne'.split(' '),
  ]),
};

/** Source: kysely-org.github.io/kysely-apidoc. */
export const kyselyBuilder: BuilderRoles = {
  roles: {
    ...every('read', 'select returning distinctOn'),
    ...every('filter', 'where whereRef orderBy groupBy having havingRef on onRef column columns'),
    ...every('filter', 'innerJoin leftJoin rightJoin fullJoin'),
    ...every('write', 'values set doUpdateSet'),
  },
  firstOnly: new Set('where orderBy having set values'.split(' ')),
};

/** Source: supabase.com/docs/reference/javascript. */
export const supabaseBuilder: BuilderRoles = {
  roles: {
    ...every('read', 'select'),
    ...every('filter', 'eq neq gt gte lt lte like ilike is in contains containedBy order match filter not'),
    ...every('write', 'insert update upsert'),
  },
  firstOnly: new Set(
    'select eq neq gt gte lt lte like ilike is in contains containedBy order match filter not insert update upsert'.split(
      ' ',
    ),
  ),
};
