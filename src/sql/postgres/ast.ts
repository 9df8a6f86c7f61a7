/** Node types of the syntax tree as libpg-query prints it: zero, false and empty values are left out. */
export type * from '@pgsql/types';
