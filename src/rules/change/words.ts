import type { ObjectName } from '../../model/schema-change';
import { blocksWrites, describeLock } from '../../schema/effects/describe';
import { writtenName } from '../../schema/lookup';
import type { ChangeContext } from '../rule';

/** `orders`, `shop.orders`: the name as a message shows it. */
export function nameOf(name: Pick<ObjectName, 'schema' | 'name'>): string {
  return writtenName(name);
}

/** `a`, `a and b`, `a, b and c`; a long list ends in `and 4 more`. */
export function listed(names: readonly string[], most = 5): string {
  const shown =
    names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
  if (shown.length <= 1) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** `the released version (origin/main)`, or the same without a name when none is known. */
export function releasedVersion(context: ChangeContext): string {
  return context.released === null
    ? 'the released version'
    : `the released version (${context.released.name})`;
}

/** `ACCESS EXCLUSIVE on orders (blocks reads and writes)`; empty when no lock that keeps a writer waiting is taken. */
export function lockWords(context: ChangeContext): string {
  const strong = context.effects.effects.filter((effect) => blocksWrites(effect.lock));
  const lock = strong[0]?.lock;
  if (lock == null) return '';
  const words = `(${describeLock(lock)})`;
  if (lock === 'DATABASE') return `the write lock of the database ${words}`;
  const tables = [...new Set(strong.filter((effect) => effect.lock === lock).map((effect) => effect.table))];
  return `${lock === 'SHARED' ? 'a SHARED lock' : lock} on ${listed(tables)} ${words}`;
}

/** `This assumes: …` for effects that depend on something the history does not show; empty otherwise. */
export function assumptionWords(context: ChangeContext): string {
  const { assumptions } = context.effects;
  return assumptions.length === 0 ? '' : `This assumes: ${assumptions.join('; ')}.`;
}

/** Who reaches the table through the code: a sentence, or empty when the code is unknown or nobody does. */
export function whoUses(context: ChangeContext, table: Pick<ObjectName, 'name'>): string {
  const routes = context.code?.routesReaching(table.name) ?? [];
  if (routes.length > 0) {
    const names = [...new Set(routes.map((route) => `${route.method} ${route.path}`))];
    return `${names.length === 1 ? 'A route reaches' : 'Routes reach'} this table: ${listed(names, 4)}.`;
  }
  const files = new Set(
    (context.code?.tableUses(table.name) ?? []).filter((use) => !use.inTest).map((use) => use.file),
  );
  return files.size === 0 ? '' : `The code uses this table in ${listed([...files].sort(), 3)}.`;
}

/** Sentences joined by a space, the empty ones left out. */
export function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
