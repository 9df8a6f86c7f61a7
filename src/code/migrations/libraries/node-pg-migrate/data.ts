import { isNothing, type Value } from '../../evaluate/values';
import { expectRecord, expectText, expectTruth, notKnown } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { plain } from '../rendered';

/** A name in quotes: `'a'`, `{ schema, name }`, or `pgm.func(…)` as it is. */
export function literal(value: Value | undefined, what: string): string {
  const raw = rawSqlOf(value);
  if (raw !== null) return plain(raw);
  if (value?.kind !== 'record') return quote(expectText(value, what));
  const { schema, name } = nameParts(value, what);
  return schema === null ? quote(name) : `${quote(schema)}.${quote(name)}`;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The parts of a name, not quoted. */
export function nameParts(
  value: Value | undefined,
  what: string,
): { readonly schema: string | null; readonly name: string } {
  if (value?.kind !== 'record') return { schema: null, name: expectText(value, what) };
  const entries = expectRecord(value, what);
  const schema = entries.get('schema');
  return {
    schema: isNothing(schema) ? null : expectText(schema, 'the name of the schema'),
    name: expectText(entries.get('name'), what),
  };
}

/** A value as the library writes it: text between dollar quotes. Throws NotUnderstood when it is not known. */
export function escapeValue(value: Value | undefined, what: string): string {
  const raw = rawSqlOf(value);
  if (raw !== null) return plain(raw);
  if (value?.kind === 'text') return dollarQuoted(expectText(value, what));
  if (value?.kind === 'list' && value.complete) {
    const items = value.items.map((item) => escapeValue(item, what)).join(',');
    return `ARRAY[${items.replaceAll('ARRAY', '')}]`;
  }
  if (value?.kind !== 'scalar') throw notKnown(value, what);
  if (value.value === null) return 'NULL';
  return value.value === undefined ? '' : String(value.value);
}

/** `$pga$…$pga$`, with another tag when the text holds that one. */
export function dollarQuoted(text: string): string {
  for (let tag = 'a'; ; tag += 'a') {
    const mark = `$pg${tag}$`;
    if (!text.includes(mark)) return `${mark}${text}${mark}`;
  }
}

/** The options of a call. */
export class Options {
  constructor(private readonly entries: ReadonlyMap<string, Value>) {}

  get(name: string): Value | undefined {
    const value = this.entries.get(name);
    return value?.kind === 'scalar' && value.value === undefined ? undefined : value;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  flag(name: string): boolean {
    return expectTruth(this.entries.get(name), name);
  }

  isNull(name: string): boolean {
    const value = this.get(name);
    return value?.kind === 'scalar' && value.value === null;
  }

  isFalse(name: string): boolean {
    const value = this.get(name);
    return value?.kind === 'scalar' && value.value === false;
  }

  /** The text that is put into SQL as it is; null when there is none. */
  text(name: string): string | null {
    const value = this.entries.get(name);
    if (isNothing(value) || this.isFalse(name)) return null;
    const raw = rawSqlOf(value);
    if (raw !== null) return plain(raw);
    const text = value?.kind === 'scalar' ? String(value.value) : expectText(value, name);
    return text === '' ? null : text;
  }

  names(): readonly string[] {
    return [...this.entries.keys()];
  }

  with(entries: ReadonlyMap<string, Value>): Options {
    return new Options(new Map([...this.entries, ...entries]));
  }
}

export function optionsOf(value: Value | undefined, what = 'the options'): Options {
  return new Options(expectRecord(value, what));
}

/** ` IF EXISTS` where the option says so, and ` CASCADE`. */
export function guards(options: Options): { readonly ifExists: string; readonly cascade: string } {
  return {
    ifExists: options.flag('ifExists') ? ' IF EXISTS' : '',
    cascade: options.flag('cascade') ? ' CASCADE' : '',
  };
}

/** The value itself or the items of a list. */
export function itemsOrOne(value: Value | undefined, what: string): readonly Value[] {
  if (value === undefined) return [];
  if (value.kind !== 'list') return [value];
  if (!value.complete) throw notKnown(value, what);
  return value.items;
}

export function comment(object: string, name: string, text: Value | undefined): string {
  return `COMMENT ON ${object} ${name} IS ${escapeValue(text, 'the comment')}`;
}
