import type { Dialect } from '../../../model/dialect';
import { literal } from '../names';

/*
 * Two texts and the one they make: the first up to the separator, the second behind it. Every text comes back from its
 * parts as it was; NULL stands for a part that is missing.
 */

export function firstPart(text: string, separator: string, dialect: Dialect): string {
  const mark = literal(separator, dialect);
  switch (dialect) {
    case 'postgres':
      return `split_part(${text}, ${mark}, 1)`;
    case 'mysql':
    case 'mariadb':
      return `SUBSTRING_INDEX(${text}, ${mark}, 1)`;
    case 'sqlite':
      return `CASE WHEN instr(${text}, ${mark}) > 0 THEN substr(${text}, 1, instr(${text}, ${mark}) - 1) ELSE ${text} END`;
  }
}

export function restPart(text: string, separator: string, dialect: Dialect): string {
  const mark = literal(separator, dialect);
  const length = Array.from(separator).length;
  const [at, cut] =
    dialect === 'postgres'
      ? [`strpos(${text}, ${mark})`, 'substr']
      : dialect === 'sqlite'
        ? [`instr(${text}, ${mark})`, 'substr']
        : [`LOCATE(${mark}, ${text})`, 'SUBSTRING'];
  return `CASE WHEN ${at} > 0 THEN ${cut}(${text}, ${at} + ${length}) END`;
}

export function joinedParts(one: string, other: string, separator: string, dialect: Dialect): string {
  const both =
    dialect === 'postgres' || dialect === 'sqlite'
      ? `${one} || ${literal(separator, dialect)} || ${other}`
      : `CONCAT(${one}, ${literal(separator, dialect)}, ${other})`;
  return `CASE WHEN ${one} IS NULL THEN ${other} WHEN ${other} IS NULL THEN ${one} ELSE ${both} END`;
}
