import { callBack, type Call } from './calls';
import type { Evaluation } from './evaluation';
import { forgetWholeness } from './bindings';
import { asText, concatenated, join, relocated, trimmed } from './texts';
import {
  computedText,
  dataOf,
  list,
  numberOf,
  scalar,
  textOf,
  truth,
  unknown,
  type ListValue,
  type TextValue,
  type Value,
} from './values';

/** A method of a string; undefined when it is not followed. */
export function textMethod(value: TextValue, name: string, call: Call): Value | undefined {
  const { args, place } = call;
  switch (name) {
    case 'trim':
      return trimmed(value, 'both', place);
    case 'trimStart':
    case 'trimLeft':
      return trimmed(value, 'start', place);
    case 'trimEnd':
    case 'trimRight':
      return trimmed(value, 'end', place);
    case 'toString':
    case 'valueOf':
    case 'normalize':
      return value;
    case 'concat':
      return concatenated([value, ...args.map((arg) => relocated(asText(arg), arg.place))], place);
    case 'replace':
    case 'replaceAll':
      if (args[0]?.kind === 'unknown' && layoutPattern.test(args[0].name)) return value;
      break;
  }
  const text = textOf(value);
  const known = args.map(dataOf);
  if (text === null || known.some((arg, index) => arg === undefined && args[index]?.kind !== 'scalar'))
    return undefined;
  const result = textResult(text, name, known);
  if (result === undefined) return undefined;
  if (typeof result === 'string') return computedText(result, place);
  if (typeof result === 'object')
    return list(
      result.map((part) => computedText(part, place)),
      place,
    );
  return scalar(result, place);
}

/** A regular expression that matches white space only: taking it out of SQL changes nothing that matters here. */
const layoutPattern = /^\/(?:\^|\$|\\s|\\n|\\r|\\t| |\+|\*|\[|\]|\(|\)|\||\{\d+,?\d*\})+\/[gmu]*$/;

function textResult(
  text: string,
  name: string,
  args: readonly unknown[],
): string | readonly string[] | number | boolean | undefined {
  const [first, second] = args;
  const word = typeof first === 'string' ? first : null;
  const from = typeof first === 'number' ? first : undefined;
  const to = typeof second === 'number' ? second : undefined;
  switch (name) {
    case 'toLowerCase':
    case 'toLocaleLowerCase':
      return text.toLowerCase();
    case 'toUpperCase':
    case 'toLocaleUpperCase':
      return text.toUpperCase();
    case 'slice':
      return text.slice(from, to);
    case 'substring':
      return from === undefined ? undefined : text.substring(from, to);
    case 'charAt':
      return text.charAt(from ?? 0);
    case 'repeat':
      return from !== undefined && from >= 0 && from * text.length < 10_000 ? text.repeat(from) : undefined;
    case 'split':
      return word === null ? undefined : text.split(word);
    case 'replace':
      return word === null || typeof second !== 'string' ? undefined : text.replace(word, () => second);
    case 'replaceAll':
      return word === null || typeof second !== 'string' ? undefined : text.replaceAll(word, () => second);
    case 'includes':
      return word === null ? undefined : text.includes(word);
    case 'startsWith':
      return word === null ? undefined : text.startsWith(word);
    case 'endsWith':
      return word === null ? undefined : text.endsWith(word);
    case 'indexOf':
      return word === null ? undefined : text.indexOf(word);
    case 'padStart':
      return from === undefined || from > 1000
        ? undefined
        : text.padStart(from, typeof second === 'string' ? second : ' ');
    default:
      return undefined;
  }
}

/** A method of an array; undefined when it is not followed. */
export function listMethod(run: Evaluation, value: ListValue, name: string, call: Call): Value | undefined {
  const { args, place } = call;
  switch (name) {
    case 'push':
      return push(run, value, args, place.start);
    case 'concat': {
      const items = [...value.items];
      let { complete } = value;
      for (const arg of args) {
        if (arg.kind === 'list') items.push(...arg.items);
        else items.push(arg);
        complete &&= arg.kind === 'list' ? arg.complete : arg.kind !== 'unknown';
      }
      return list(items, place, complete);
    }
    case 'join': {
      if (!value.complete) return undefined;
      const separator = args[0] === undefined ? computedText(',', place) : asText(args[0]);
      return join(value.items.map(asText), separator, place);
    }
    default:
      return value.complete ? wholeListMethod(run, value, name, call) : callbackOnce(run, value, call);
  }
}

function push(run: Evaluation, value: ListValue, args: readonly Value[], at: number): Value {
  const { length } = value.items;
  run.change(
    () => value.items.push(...args),
    () => value.items.splice(length),
  );
  return scalar(value.items.length, { start: at, end: at });
}

/** A list with unknown items: each known one is gone through, then one that stands for the rest. */
function callbackOnce(run: Evaluation, value: ListValue, call: Call): Value | undefined {
  const [callback] = call.args;
  if (callback?.kind !== 'function') return undefined;
  const rest = unknown('the rest of the list', call.place);
  for (const item of [...value.items, rest]) callBack(run, callback, [item], call);
  return unknown(call.label, call.place);
}

function wholeListMethod(run: Evaluation, value: ListValue, name: string, call: Call): Value | undefined {
  const { args, place } = call;
  const [first] = args;
  const each = (): Value[] =>
    value.items.map((item, index) => callBack(run, first, [item, scalar(index, place), value], call));
  switch (name) {
    case 'map':
      return list(each(), place);
    case 'forEach':
      each();
      return scalar(undefined, place);
    case 'flatMap':
      return flat(each(), place);
    case 'flat':
      return flat(value.items, place);
    case 'filter':
      return filtered(value, each(), place);
    case 'find': {
      const found = filtered(value, each(), place);
      return found?.kind === 'list' ? (found.items[0] ?? scalar(undefined, place)) : undefined;
    }
    case 'some':
    case 'every': {
      const known = each().map(truth);
      if (known.includes(null)) return undefined;
      return scalar(name === 'some' ? known.includes(true) : !known.includes(false), place);
    }
    case 'reduce':
      return reduced(run, value, call);
    case 'slice':
      return list(value.items.slice(numberOf(first) ?? 0, numberOf(args[1]) ?? undefined), place);
    case 'reverse':
    case 'toReversed':
      return list([...value.items].reverse(), place);
    case 'at':
      return value.items.at(numberOf(first) ?? 0) ?? scalar(undefined, place);
    case 'includes':
    case 'indexOf':
      return position(value, first, name, place);
    case 'entries':
      return list(
        value.items.map((item, index) => list([scalar(index, place), item], place)),
        place,
      );
    case 'values':
      return value;
    case 'keys':
      return list(
        value.items.map((_, index) => scalar(index, place)),
        place,
      );
    case 'pop':
    case 'shift':
    case 'splice':
    case 'sort':
    case 'unshift':
      forgetWholeness(run, value);
      return undefined;
    default:
      return undefined;
  }
}

function flat(items: readonly Value[], place: Value['place']): Value {
  const complete = items.every((item) => (item.kind === 'list' ? item.complete : item.kind !== 'unknown'));
  return list(
    items.flatMap((item) => (item.kind === 'list' ? item.items : [item])),
    place,
    complete,
  );
}

function filtered(value: ListValue, kept: readonly Value[], place: Value['place']): Value | undefined {
  const known = kept.map(truth);
  if (known.includes(null)) return undefined;
  return list(
    value.items.filter((_, index) => known[index] === true),
    place,
  );
}

function reduced(run: Evaluation, value: ListValue, call: Call): Value | undefined {
  const [callback, initial] = call.args;
  const items = initial === undefined ? value.items.slice(1) : value.items;
  const start = initial ?? value.items[0];
  return start === undefined
    ? undefined
    : items.reduce((result, item) => callBack(run, callback, [result, item], call), start);
}

function position(
  value: ListValue,
  wanted: Value | undefined,
  name: 'includes' | 'indexOf',
  place: Value['place'],
): Value | undefined {
  const data = dataOf(wanted);
  const all = value.items.map(dataOf);
  if (data === undefined || all.includes(undefined)) return undefined;
  return scalar(name === 'includes' ? all.includes(data) : all.indexOf(data), place);
}
