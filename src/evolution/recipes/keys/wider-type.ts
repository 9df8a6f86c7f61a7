/** Integers from small to large, as Postgres, MySQL and MariaDB call them. */
const ranks = ['tinyint', 'smallint', 'mediumint', 'integer', 'bigint'];

const spellings: Readonly<Record<string, string>> = {
  int: 'integer',
  int1: 'tinyint',
  int2: 'smallint',
  int3: 'mediumint',
  int4: 'integer',
  int8: 'bigint',
  serial: 'integer',
  serial4: 'integer',
  smallserial: 'smallint',
  serial2: 'smallint',
  bigserial: 'bigint',
  serial8: 'bigint',
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
