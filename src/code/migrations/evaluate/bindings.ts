import { ts } from '../../syntax';
import type { Evaluation } from './evaluation';
import { evaluate } from './expressions';
import { property } from './members';
import { nameOfNode, placeOf } from './places';
import type { Scope } from './scope';
import { isMissing, list, record, unknown, type Value } from './values';

/** Declares the names of a pattern (`a`, `{ a, b: c = 1, ...rest }`, `[a, b]`) with the parts of a value. */
export function bind(
  run: Evaluation,
  scope: Scope,
  name: ts.BindingName,
  value: Value,
  initializer?: ts.Expression,
): void {
  const actual = initializer !== undefined && isMissing(value) ? evaluate(run, scope, initializer) : value;
  if (ts.isIdentifier(name)) scope.declare(name.text, actual);
  else if (ts.isObjectBindingPattern(name)) bindProperties(run, scope, name, actual);
  else bindItems(run, scope, name, actual);
}

function bindProperties(run: Evaluation, scope: Scope, pattern: ts.ObjectBindingPattern, value: Value): void {
  const taken = new Set<string>();
  for (const element of pattern.elements) {
    if (element.dotDotDotToken) {
      bind(run, scope, element.name, restOf(value, taken));
      continue;
    }
    const key = element.propertyName ?? element.name;
    const name = ts.isComputedPropertyName(key) ? null : nameOfNode(key);
    if (name !== null) taken.add(name);
    const place = placeOf(run, scope, element);
    const part = name === null ? unknown('[…]', place) : property(run, value, name, place);
    bind(run, scope, element.name, part, element.initializer);
  }
}

function restOf(value: Value, taken: ReadonlySet<string>): Value {
  if (value.kind !== 'record') return value;
  const left = [...value.entries].filter(([name]) => !taken.has(name));
  return record(new Map(left), value.place, value.complete);
}

function bindItems(run: Evaluation, scope: Scope, pattern: ts.ArrayBindingPattern, value: Value): void {
  pattern.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    const place = placeOf(run, scope, element);
    if (element.dotDotDotToken) {
      const rest = value.kind === 'list' ? list(value.items.slice(index), place, value.complete) : value;
      bind(run, scope, element.name, rest);
    } else bind(run, scope, element.name, property(run, value, String(index), place), element.initializer);
  });
}

/** `target = value`, with a name, a property or a pattern as target. */
export function assignTo(run: Evaluation, scope: Scope, target: ts.Expression, value: Value): void {
  if (ts.isIdentifier(target)) {
    const holder = scope.holder(target.text);
    if (holder !== null) run.assign(holder, target.text, value);
  } else if (ts.isPropertyAccessExpression(target)) {
    setProperty(run, evaluate(run, scope, target.expression), target.name.text, value);
  } else if (ts.isElementAccessExpression(target)) {
    const key = evaluate(run, scope, target.argumentExpression);
    const name = key.kind === 'text' ? textKey(key) : key.kind === 'scalar' ? String(key.value) : null;
    const object = evaluate(run, scope, target.expression);
    if (name !== null) setProperty(run, object, name, value);
    else if (object.kind === 'record' || object.kind === 'list') forgetWholeness(run, object);
  }
}

function textKey(key: Value & { kind: 'text' }): string | null {
  return key.pieces.some((piece) => piece.placeholder)
    ? null
    : key.pieces.map((piece) => piece.text).join('');
}

function setProperty(run: Evaluation, object: Value, name: string, value: Value): void {
  if (object.kind === 'record') {
    const before = object.entries.get(name);
    run.change(
      () => object.entries.set(name, value),
      () => (before === undefined ? object.entries.delete(name) : object.entries.set(name, before)),
    );
  } else if (object.kind === 'list') {
    const index = Number(name);
    const before = object.items[index];
    if (!Number.isInteger(index) || index < 0 || index > object.items.length) forgetWholeness(run, object);
    else
      run.change(
        () => (object.items[index] = value),
        () => (before === undefined ? object.items.splice(index) : (object.items[index] = before)),
      );
  }
}

/** From now on the object may hold things that are not known. */
export function forgetWholeness(run: Evaluation, object: Value & { kind: 'record' | 'list' }): void {
  const before = object.complete;
  run.change(
    () => (object.complete = false),
    () => (object.complete = before),
  );
}
