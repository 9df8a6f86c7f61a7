import type { Range } from '../../../model/text';
import { memberOf, staticOf } from './classes';
import type { Evaluation } from './evaluation';
import { joined, scalar, textOf, computedText, unknown, type Value } from './values';

/** A property of a value; unknown when it is not known. */
export function property(run: Evaluation, object: Value, name: string, place: Range): Value {
  const guard = object.kind === 'unknown' ? object.guard : null;
  return known(run, object, name, place) ?? unknown(`${labelOf(object)}.${name}`, place, guard);
}

function known(run: Evaluation, object: Value, name: string, place: Range): Value | undefined {
  switch (object.kind) {
    case 'record':
      return (
        object.entries.get(name) ??
        (object.of === null ? undefined : memberOf(run, object.of, object, name, place)) ??
        object.base?.property?.(name, place) ??
        (object.complete && object.of === null && object.base === null ? scalar(undefined, place) : undefined)
      );
    case 'list':
      return itemOrLength(object, name, place);
    case 'text':
      return textProperty(object, name, place);
    case 'class':
      return staticOf(run, object, name, place);
    case 'host':
      return object.host.property?.(name, place);
    default:
      return undefined;
  }
}

function itemOrLength(object: Value & { kind: 'list' }, name: string, place: Range): Value | undefined {
  if (!object.complete) return undefined;
  if (name === 'length') return scalar(object.items.length, place);
  return /^\d+$/.test(name) ? (object.items[Number(name)] ?? scalar(undefined, place)) : undefined;
}

function textProperty(object: Value & { kind: 'text' }, name: string, place: Range): Value | undefined {
  const text = textOf(object);
  if (text === null) return undefined;
  if (name === 'length') return scalar(text.length, place);
  const character = /^\d+$/.test(name) ? text[Number(name)] : undefined;
  return character === undefined ? undefined : computedText(character, place);
}

/** A value as a message names it. */
export function labelOf(value: Value): string {
  switch (value.kind) {
    case 'host':
      return value.host.label;
    case 'unknown':
      return value.name;
    case 'text':
      return `'${joined(value).slice(0, 20)}'`;
    case 'record':
      return value.of?.node.name?.text ?? value.base?.label ?? 'the object';
    case 'class':
      return value.node.name?.text ?? 'the class';
    default:
      return `the ${value.kind}`;
  }
}
