import type { Value } from '../../evaluate/values';
import { expectText, NotUnderstood } from '../not-understood';
import { literal, Options, optionsOf } from './data';

const adapters: Readonly<Record<string, string>> = {
  int: 'integer',
  string: 'text',
  float: 'real',
  double: 'double precision',
  datetime: 'timestamp',
  bool: 'boolean',
};

/** The migration's own shorthands by name; those of other files are not seen. */
export type Shorthands = ReadonlyMap<string, Value>;

/** A type with its own word for it replaced. */
export function adapted(type: string): string {
  return (Object.hasOwn(adapters, type) ? adapters[type] : undefined) ?? type;
}

/** A column's or attribute's description with shorthands put in. `type` may be an object: a name with a schema. */
export function applyType(
  value: Value | undefined,
  shorthands: Shorthands,
): { type: string; options: Options } {
  const said = toOptions(value);
  let options = said;
  let name = said.get('type');
  const seen = new Set<string>();
  while (name?.kind === 'text') {
    const text = expectText(name, 'the type');
    const shorthand = shorthands.get(text);
    if (shorthand === undefined) {
      if (text !== 'id') return { type: adapted(text), options };
      // The library's own shorthand.
      return { type: 'serial', options: withDefault(options, 'primaryKey', name) };
    }
    if (seen.has(text)) throw new NotUnderstood(`the shorthand ${text} refers to itself`, name.place);
    seen.add(text);
    const extension = toOptions(shorthand);
    name = extension.get('type');
    options = merged(extension, options);
  }
  return { type: literal(name, 'the type'), options };
}

function toOptions(value: Value | undefined): Options {
  return value?.kind === 'text' ? new Options(new Map([['type', value]])) : optionsOf(value, 'the type');
}

function merged(first: Options, second: Options): Options {
  const entries = [...first.names(), ...second.names()].flatMap((name) => {
    const value = second.get(name) ?? first.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return new Options(new Map(entries));
}

/** `primaryKey: true`, unless the options say something about it. */
function withDefault(options: Options, name: string, near: Value): Options {
  if (options.has(name)) return options;
  return options.with(new Map([[name, { kind: 'scalar', value: true, place: near.place }]]));
}
