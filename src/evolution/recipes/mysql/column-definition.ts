import { lastDefinition } from '../defined-columns';
import type { EvolvingColumn } from '../evolving-table';
import { literal } from '../names';
import type { Ground } from '../recipe';

/** What MODIFY has to repeat of a column, because it replaces the whole definition. */
export interface DefinitionParts {
  readonly nullable: boolean;
  /** SQL of the default; null: none. */
  readonly preset: string | null;
  /** SQL of the type with its character set; the column's own unless said. */
  readonly type?: string;
}

/** The definition of a column behind its name, with its nullability and default as said and all else as it is. */
export function columnDefinition(on: EvolvingColumn, ground: Ground, parts: DefinitionParts): string {
  const { column, dialect } = on;
  const written = lastDefinition(on, ground);
  const type = parts.type ?? column.type?.text ?? '';
  const set = column.type?.characterSet ?? null;
  const has = (pattern: RegExp): boolean => pattern.test(type);
  return [
    type,
    set === null || has(/\b(character set|charset)\b/i) ? '' : `CHARACTER SET ${set}`,
    column.collation === null || has(/\bcollate\b/i) ? '' : `COLLATE ${column.collation}`,
    parts.nullable ? 'NULL' : 'NOT NULL',
    parts.preset === null ? '' : `DEFAULT ${parts.preset}`,
    written?.onUpdate == null ? '' : `ON UPDATE ${written.onUpdate.text}`,
    written?.comment == null ? '' : `COMMENT ${literal(written.comment, dialect)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
