import type { History } from '../../../model/migration';
import { fold, quote } from '../../../sql/identifiers';
import { tokenize, type Token } from '../../../sql/lexer';
import { sameName } from '../../../schema/lookup';
import type { EvolvingTable } from '../evolving-table';
import { withColumn } from '../expressions';

interface Replaced {
  readonly old: readonly { readonly column: { readonly name: string } }[];
  readonly new: readonly { readonly name: string }[];
  readonly conversion: string;
}

/**
 * Statements that give the new columns what the history says of the old ones beside their definition: column
 * privileges; of one column that replaces one also its comment, and storage settings where the type stays.
 */
export function postgresExtras(history: History, table: EvolvingTable, wanted: Replaced): readonly string[] {
  const [from] = wanted.old;
  const [to] = wanted.new;
  if (from === undefined || to === undefined) return [];
  const single = wanted.old.length === 1 && wanted.new.length === 1;
  return [
    ...grants(history, table, wanted),
    ...(single ? comment(history, table, from.column.name, to.name) : []),
    ...(single && wanted.conversion === 'same' ? settings(history, table, from.column.name, to.name) : []),
  ];
}

function texts(history: History, keyword: RegExp): readonly string[] {
  return history.migrations.flatMap((migration) =>
    migration.script.statements.map((one) => one.reading.text).filter((text) => keyword.test(text)),
  );
}

/** `GRANT SELECT (a, b) ON t TO r`, in the order of the history, REVOKE included. */
function grants(history: History, table: EvolvingTable, wanted: Replaced): readonly string[] {
  const added = wanted.new.map((one) => quote(one.name, 'postgres')).join(', ');
  return texts(history, /^\s*(GRANT|REVOKE)\b[^()]*\(/i).flatMap((text) => {
    const on = /\)\s*ON\s+(?:TABLE\s+)?/i.exec(text);
    if (on === null || !isTable(text.slice(on.index + on[0].length), table)) return [];
    // Other privileges of the statement, on other columns, are given a second time: that changes nothing.
    const repeated = text.replace(/\(([^()]*)\)/g, (all, list: string) => {
      const columns = list.split(',').map((one) => fold(one.trim(), 'postgres'));
      return wanted.old.some(({ column }) => columns.includes(column.name)) ? `(${added})` : all;
    });
    return repeated === text ? [] : [repeated.trim()];
  });
}

/** The last `COMMENT ON COLUMN t.c IS …`. */
function comment(history: History, table: EvolvingTable, from: string, to: string): readonly string[] {
  const found = texts(history, /^\s*COMMENT\s+ON\s+COLUMN\b/i).filter((text) => {
    const name = nameAt(text.replace(/^\s*COMMENT\s+ON\s+COLUMN\s+/i, ''));
    return name.parts.at(-1) === from && sameName('postgres', name.parts.at(-2) ?? '', table.table.name);
  });
  const last = found.at(-1);
  const value = last === undefined ? null : (/\bIS\s+([\s\S]+)$/i.exec(last)?.[1]?.trim() ?? null);
  return value === null || /^null$/i.test(value)
    ? []
    : [`COMMENT ON COLUMN ${table.sql}.${quote(to, 'postgres')} IS ${value}`];
}

/** SET STORAGE, STATISTICS, COMPRESSION and attribute options of the column, as they were written. */
function settings(history: History, table: EvolvingTable, from: string, to: string): readonly string[] {
  return history.migrations.flatMap((migration) =>
    migration.script.statements.flatMap(({ reading }) =>
      reading.changes.flatMap((change) => {
        if (change.kind !== 'change-table-setting') return [];
        if (!sameName('postgres', change.table.name, table.table.name)) return [];
        const action = reading.text.slice(change.range.start, change.range.end);
        const about = /^\s*ALTER\s+(?:COLUMN\s+)?/i.exec(action);
        if (about === null || nameAt(action.slice(about[0].length)).parts[0] !== from) return [];
        return [`ALTER TABLE ${table.sql} ${withColumn(action, from, to, 'postgres')}`];
      }),
    ),
  );
}

function isTable(text: string, { table }: EvolvingTable): boolean {
  return sameName('postgres', nameAt(text).parts.at(-1) ?? '', table.name);
}

/** The qualified name a text begins with. */
function nameAt(text: string): { readonly parts: readonly string[] } {
  const parts: string[] = [];
  const isName = (token: Token | undefined): token is Token =>
    token !== undefined && (token.kind === 'word' || token.kind === 'quoted');
  const tokens = tokenize(text, 'postgres');
  for (let at = 0; isName(tokens[at]); at += 2) {
    parts.push(fold(tokens[at]?.text ?? '', 'postgres'));
    if (tokens[at + 1]?.text !== '.') break;
  }
  return { parts };
}
