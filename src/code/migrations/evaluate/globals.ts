import { callBack, type Call } from './calls';
import type { Evaluation } from './evaluation';
import { settle } from './reach';
import { asText } from './texts';
import { computedText, dataOf, list, record, scalar, textOf, unknown, type Value } from './values';

/** A call of something that JavaScript itself brings (`Object.keys`, `Promise.all`); undefined when it is not followed. */
export function globalCall(run: Evaluation, name: string, call: Call): Value | undefined {
  const { args, place } = call;
  const [first] = args;
  switch (name) {
    case 'Promise.all':
    case 'Promise.allSettled':
    case 'Promise.race':
      if (first !== undefined) settle(first);
      return first;
    case 'Promise.resolve':
    case 'Object.freeze':
    case 'structuredClone':
      return first ?? scalar(undefined, place);
    case 'Object.keys':
    case 'Object.values':
    case 'Object.entries':
      return parts(name, call);
    case 'Object.assign':
      return merged(call);
    case 'Object.fromEntries':
      return fromEntries(call);
    case 'Array.isArray':
      return first === undefined || first.kind === 'unknown'
        ? undefined
        : scalar(first.kind === 'list', place);
    case 'Array.from':
      return arrayFrom(run, call);
    case 'String':
      return first === undefined ? computedText('', place) : asText(first);
    case 'Number':
    case 'parseInt':
    case 'parseFloat':
    case 'Boolean':
      return converted(name, call);
    case 'JSON.stringify': {
      const data = first?.kind === 'scalar' && first.value === undefined ? undefined : dataOf(first);
      return data === undefined ? undefined : computedText(JSON.stringify(data), place);
    }
    default:
      return /^(?:console|process|logger|Logger|log)\b/.test(name) ? unknown(name, place) : undefined;
  }
}

function parts(name: string, { args, place }: Call): Value | undefined {
  const [object] = args;
  if (object?.kind !== 'record' || !object.complete) return undefined;
  const entries = [...object.entries].map(([key, value]): Value => {
    if (name === 'Object.values') return value;
    const text = computedText(key, value.place);
    return name === 'Object.keys' ? text : list([text, value], value.place);
  });
  return list(entries, place);
}

function merged({ args, place }: Call): Value | undefined {
  const entries = new Map<string, Value>();
  for (const arg of args) {
    if (arg.kind !== 'record' || !arg.complete) return undefined;
    for (const [name, value] of arg.entries) entries.set(name, value);
  }
  return record(entries, place);
}

function fromEntries({ args, place }: Call): Value | undefined {
  const [pairs] = args;
  if (pairs?.kind !== 'list' || !pairs.complete) return undefined;
  const entries = new Map<string, Value>();
  for (const pair of pairs.items) {
    const [key, value] = pair.kind === 'list' ? pair.items : [];
    const name = textOf(key);
    if (name === null || value === undefined) return undefined;
    entries.set(name, value);
  }
  return record(entries, place);
}

function arrayFrom(run: Evaluation, call: Call): Value | undefined {
  const [items, callback] = call.args;
  if (items?.kind !== 'list' || !items.complete) return undefined;
  if (callback === undefined) return list([...items.items], call.place);
  return list(
    items.items.map((item, index) => callBack(run, callback, [item, scalar(index, call.place)], call)),
    call.place,
  );
}

function converted(name: string, { args, place }: Call): Value | undefined {
  const data = dataOf(args[0]);
  if (typeof data !== 'string' && typeof data !== 'number' && typeof data !== 'boolean') return undefined;
  if (name === 'Boolean') return scalar(Boolean(data), place);
  if (name === 'Number') return scalar(Number(data), place);
  return scalar(name === 'parseInt' ? parseInt(String(data), 10) : parseFloat(String(data)), place);
}

/** `new Set([…])`, `new Array(…)` of JavaScript itself; undefined for what is not followed. */
export function globalNew(name: string, { args, place }: Call): Value | undefined {
  const [items] = args;
  if (name !== 'Set' || items?.kind !== 'list' || !items.complete) return undefined;
  const seen = new Set<unknown>();
  const distinct = items.items.filter((item) => {
    const data = dataOf(item);
    if (data === undefined || !seen.has(data)) {
      seen.add(data);
      return true;
    }
    return false;
  });
  return list(distinct, place);
}
