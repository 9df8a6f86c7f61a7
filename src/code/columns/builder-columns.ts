import type { ColumnUseKind } from '../../model/code';
import type { CallFact, Shape } from '../facts';
import type { FileUses, UseSource } from './collect';
import type { BuilderRoles } from './roles';

/** The table a chain is about, and how its names become names of the database. */
export interface BuilderTable {
  readonly table: string;
  readonly columnOf: (name: string) => string;
  readonly source: Pick<UseSource, 'library'>;
}

/** Columns named in the strings and objects of a builder chain on a known table. `other.column` belongs to another table and is left out. */
export function addBuilderColumns(
  calls: readonly CallFact[],
  { roles, firstOnly }: BuilderRoles,
  { table, columnOf, source }: BuilderTable,
  uses: FileUses,
): void {
  const joins = calls.some((call) => /join/i.test(call.name));
  const aliases = aliasesOf(calls, table);
  const add = (text: string, start: number, use: ColumnUseKind): void => {
    for (const part of text.split(',')) {
      const at = start + text.indexOf(part);
      const named = columnIn(part, aliases);
      if (!named) continue;
      const from = at + part.indexOf(named.name, part.indexOf('.') + 1);
      const confidence = named.qualified || !joins ? 'high' : 'low';
      uses.column(from, from + named.name.length, table, columnOf(named.name), use, {
        ...source,
        confidence,
      });
    }
  };
  const walk = (shape: Shape, use: ColumnUseKind, depth: number): void => {
    if (depth > 12) return;
    if (shape.kind === 'text') add(shape.text, shape.start, use);
    else if (shape.kind === 'array') for (const element of shape.elements) walk(element, use, depth + 1);
    else if (shape.kind === 'object') for (const { name, start } of shape.properties) add(name, start, use);
    // Kysely's `set((eb) => ({ … }))`.
    else if (shape.kind === 'function' && shape.object && use === 'write') walk(shape.object, use, depth + 1);
  };
  for (const call of calls) {
    const use = Object.hasOwn(roles, call.name) && call.callee.path.length > 0 ? roles[call.name] : undefined;
    if (!use || !call.shapes) continue;
    for (const shape of firstOnly.has(call.name) ? call.shapes.slice(0, 1) : call.shapes) walk(shape, use, 0);
  }
}

/** `column`, `t.column`, `column as name`, `column desc`; null for anything else, and for another table. */
function columnIn(part: string, aliases: ReadonlySet<string>): { name: string; qualified: boolean } | null {
  const [word = ''] = part.trim().split(/\s+as\s+|\s+/i);
  const names = word.split('.');
  const name = names[names.length - 1] ?? '';
  if (!/^[A-Za-z_]\w*$/.test(name)) return null;
  if (names.length === 1) return { name, qualified: false };
  return aliases.has(names[names.length - 2]?.toLowerCase() ?? '') ? { name, qualified: true } : null;
}

/** The table's own name and what it is called in this chain: `orders as o`. */
function aliasesOf(calls: readonly CallFact[], table: string): ReadonlySet<string> {
  const names = new Set([table.toLowerCase()]);
  for (const { text } of calls) {
    const match = /^(?:\w+\.)?(\w+)\s+(?:as\s+)?(\w+)$/i.exec(text ?? '');
    if (match?.[1]?.toLowerCase() === table.toLowerCase() && match[2]) names.add(match[2].toLowerCase());
  }
  return names;
}
