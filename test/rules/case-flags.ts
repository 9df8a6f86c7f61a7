import { emptyConfiguration, readConfiguration } from '../../src/workspace/configuration';
import type { KnownFlags } from '../../src/rules/rule';

/** Nothing is known of the history of flags. */
export const noFlags: KnownFlags = {
  settings: emptyConfiguration.flags,
  old: new Map(),
  removed: new Map(),
};

/** What the case's flags.txt says: `old NAME DATE` or `removed NAME DATE` on each line; `flags:` of its evolens.yml. */
export function flagsOf(files: ReadonlyMap<string, string>): KnownFlags {
  const lines = (files.get('flags.txt') ?? '').split('\n').map((line) => line.trim().split(' '));
  const named = (word: string): Map<string, Date> =>
    new Map(lines.flatMap(([kind, name = '', date = '']) => (kind === word ? [[name, new Date(date)]] : [])));
  const text = files.get('evolens.yml');
  const { flags } = text === undefined ? emptyConfiguration : readConfiguration(text).configuration;
  return { settings: flags, old: named('old'), removed: named('removed') };
}
