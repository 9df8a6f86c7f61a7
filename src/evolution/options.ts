import { defaultOptions, type RecipeOptions } from './recipes/recipe';

type Reader = (value: string) => Partial<RecipeOptions> | null;

const number =
  (key: 'batchRows' | 'pauseMilliseconds' | 'bakeHours' | 'lockTimeoutMilliseconds', least: number): Reader =>
  (value) => {
    const read = /^\d+$/.test(value) ? Number.parseInt(value, 10) : Number.NaN;
    return read >= least && read <= 1_000_000_000 ? { [key]: read } : null;
  };

const choice =
  <K extends 'dualWrite' | 'oldReaders' | 'backfill'>(key: K, allowed: readonly RecipeOptions[K][]): Reader =>
  (value) => {
    const found = allowed.find((one) => one === value);
    return found === undefined ? null : { [key]: found };
  };

/** The options of `evolens plan --set NAME=VALUE`, and of the command that asks for a plan. */
export const optionNames: Readonly<Record<string, { readonly values: string; readonly read: Reader }>> = {
  'dual-write': {
    values: 'triggers or application',
    read: choice('dualWrite', ['triggers', 'application']),
  },
  'old-readers': {
    values: 'view, generated-column or none',
    read: choice('oldReaders', ['view', 'generated-column', 'none']),
  },
  'batch-rows': { values: 'a number of rows', read: number('batchRows', 1) },
  backfill: { values: 'sql or script', read: choice('backfill', ['sql', 'script']) },
  pause: { values: 'milliseconds', read: number('pauseMilliseconds', 0) },
  key: {
    values: 'columns, by commas',
    read: (value) => {
      const keyColumns = value.split(',').map((one) => one.trim());
      return keyColumns.includes('') ? null : { keyColumns };
    },
  },
  'bake-hours': { values: 'hours', read: number('bakeHours', 0) },
  'lock-timeout': { values: 'milliseconds; 0 sets none', read: number('lockTimeoutMilliseconds', 0) },
};

/** The options with what `NAME=VALUE` words say; or what is wrong with the first that cannot be read. */
export function readOptions(words: readonly string[]): RecipeOptions | { readonly wrong: string } {
  let options = defaultOptions;
  for (const word of words) {
    const at = word.indexOf('=');
    const name = at < 0 ? word : word.slice(0, at);
    const option = optionNames[name];
    if (option === undefined)
      return { wrong: `There is no option ${name}. Options are ${Object.keys(optionNames).join(', ')}.` };
    const read = at < 0 ? null : option.read(word.slice(at + 1).trim());
    if (read === null) return { wrong: `The option ${name} is ${option.values}: ${name}=VALUE.` };
    options = { ...options, ...read };
  }
  return options;
}
