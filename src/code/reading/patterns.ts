import { ts } from '../syntax';
import type { Origin, Value } from '../facts';
import { nameOf } from './nodes';
import { addRead } from './property-reads';
import type { Walk } from './walk';

/** Declares the names of `{a, b: c}` or `[a]` as parts of a value. Naming a property here reads it. `own` gives single properties other origins. */
export function bindPattern(
  walk: Walk,
  pattern: ts.BindingPattern,
  value: Value | null,
  origins: readonly Origin[],
  own?: ReadonlyMap<string, readonly Origin[]>,
): void {
  for (const element of pattern.elements) {
    if (ts.isOmittedExpression(element)) continue;
    const fallback = element.initializer ? fallbackOf(walk, element.initializer) : null;
    const key = ts.isArrayBindingPattern(pattern) ? '[]' : nameOf(element.propertyName ?? element.name);
    const part =
      value && key !== '' && !element.dotDotDotToken
        ? { root: value.root, path: [...value.path, key] }
        : null;
    if (part && key !== '[]') {
      const written = element.propertyName ?? element.name;
      addRead(walk, part, walk.startOf(written), written.end);
    }
    if (ts.isIdentifier(element.name))
      walk.declare(
        { name: element.name.text, start: walk.startOf(element), init: part, fallback },
        own?.get(key) ?? origins,
      );
    else bindPattern(walk, element.name, part, own?.get(key) ?? origins);
  }
}

/** Reads what a parameter or a taken name is by default; null for what is no name, property or call. */
export function fallbackOf(walk: Walk, initialiser: ts.Expression): Value | null {
  walk.visit(initialiser);
  const value = walk.valueOf(initialiser);
  return value.root.kind === 'other' ? null : value;
}
