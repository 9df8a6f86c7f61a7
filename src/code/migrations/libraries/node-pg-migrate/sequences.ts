import type { Value } from '../../evaluate/values';
import { NotUnderstood } from '../not-understood';
import type { Sql } from '../rendered';
import { literal, optionsOf, type Options } from './data';
import { applyType, type Shorthands } from './types';

/** The clauses of a sequence. */
export function sequenceOptions(options: Options, shorthands: Shorthands): readonly string[] {
  const clauses: string[] = [];
  if (options.has('type')) clauses.push(`AS ${applyType(options.get('type'), shorthands).type}`);
  const number = (name: string, words: string): void => {
    const text = options.text(name);
    if (text !== null && text !== '0') clauses.push(`${words} ${text}`);
  };
  const unless = (name: string, words: string, none: string): void => {
    number(name, words);
    if (options.isNull(name) || options.isFalse(name)) clauses.push(none);
  };
  number('increment', 'INCREMENT BY');
  unless('minvalue', 'MINVALUE', 'NO MINVALUE');
  unless('maxvalue', 'MAXVALUE', 'NO MAXVALUE');
  number('start', 'START WITH');
  number('cache', 'CACHE');
  if (options.flag('cycle')) clauses.push('CYCLE');
  else if (options.isFalse('cycle')) clauses.push('NO CYCLE');
  unless('owner', 'OWNED BY', 'OWNED BY NONE');
  return clauses;
}

export function createSequence([name, given]: readonly Value[], shorthands: Shorthands): readonly Sql[] {
  const options = optionsOf(given);
  const words = `CREATE${options.flag('temporary') ? ' TEMPORARY' : ''} SEQUENCE${options.flag('ifNotExists') ? ' IF NOT EXISTS' : ''}`;
  return [
    [[words, literal(name, 'the name of the sequence'), ...sequenceOptions(options, shorthands)].join(' ')],
  ];
}

export function alterSequence([name, given]: readonly Value[], shorthands: Shorthands): readonly Sql[] {
  const options = optionsOf(given);
  const clauses = [...sequenceOptions(options, shorthands)];
  if (options.has('restart') && options.flag('restart')) {
    const number = options.text('restart');
    clauses.push(number === 'true' || number === null ? 'RESTART' : `RESTART WITH ${number}`);
  }
  if (clauses.length === 0) throw new NotUnderstood('alterSequence says nothing');
  return [[`ALTER SEQUENCE ${literal(name, 'the name of the sequence')} ${clauses.join('\n  ')}`]];
}
