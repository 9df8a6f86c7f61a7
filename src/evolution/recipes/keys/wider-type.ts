import { integerSpellings } from '../../../schema/integer-types';

/** Integers from small to large, as Postgres, MySQL and MariaDB call them. */
const ranks = ['tinyint', 'smallint', 'mediumint', 'integer', 'bigint'];

const spellings: Readonly<Record<string, string>> = {
  ...integerSpellings,
  int1: 'tinyint',
  int3: 'mediumint',
};

/** Whether `to` is an integer type that is larger than `from`. */
export function wider(from: string | undefined, to: string): boolean {
  const was = rank(from ?? '');
  return was >= 0 && rank(to) > was;
}

function rank(type: string): number {
  const name = /^\w+/.exec(type.trim().toLowerCase())?.[0] ?? '';
  return ranks.indexOf(spellings[name] ?? name);
}
