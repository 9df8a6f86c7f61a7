import { textOf, type Value } from '../../evaluate/values';
import { expectText, NotUnderstood } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { plain, type Sql } from '../rendered';
import { escapeValue, guards, itemsOrOne, literal, optionsOf, quote, type Options } from './data';
import { applyType, type Shorthands } from './types';

const nameWords = 'the name of the function';

/** `createFunction(name, params, options, definition)`. */
export function createFunction(
  [name, params, given, definition]: readonly Value[],
  shorthands: Shorthands,
): readonly Sql[] {
  return [[functionText(literal(name, nameWords), params, optionsOf(given), null, definition, shorthands)]];
}

function functionText(
  name: string,
  params: Value | undefined,
  options: Options,
  returns: string | null,
  definition: Value | undefined,
  shorthands: Shorthands,
): string {
  const language = options.text('language');
  if (language === null) throw new NotUnderstood('the function names no language');
  const security = options.text('security') ?? 'INVOKER';
  const parallel = options.text('parallel');
  const words = [
    options.has('behavior') ? (options.text('behavior') ?? '') : 'VOLATILE',
    `LANGUAGE ${language}`,
    security === 'INVOKER' ? '' : `SECURITY ${security}`,
    options.flag('window') ? 'WINDOW' : '',
    options.flag('onNull') ? 'RETURNS NULL ON NULL INPUT' : '',
    parallel === null ? '' : `PARALLEL ${parallel}`,
    ...itemsOrOne(options.get('set'), 'the settings').map(settingText),
  ].filter((word) => word !== '');
  const body = escapeValue(definition, 'the body of the function');
  return `CREATE${options.flag('replace') ? ' OR REPLACE' : ''} FUNCTION ${name}${parameters(params, shorthands, true)} RETURNS ${returns ?? options.text('returns') ?? 'void'} AS ${body} ${words.join(' ')}`;
}

function settingText(value: Value): string {
  const setting = optionsOf(value);
  const to = setting.text('value') ?? '';
  const name = literal(setting.get('configurationParameter'), 'the name of the setting');
  return to === 'FROM CURRENT' ? `SET ${name} FROM CURRENT` : `SET ${name} TO ${to}`;
}

function parameters(value: Value | undefined, shorthands: Shorthands, withDefaults: boolean): string {
  const texts = itemsOrOne(value, 'the parameters').map((item) => {
    const { type, options } = applyType(item, shorthands);
    const mode = options.text('mode');
    const name = options.text('name');
    const fallback =
      withDefaults && options.has('default')
        ? `DEFAULT ${escapeValue(options.get('default'), 'the default')}`
        : '';
    return [mode ?? '', name === null ? '' : quote(name), type, fallback]
      .filter((part) => part !== '')
      .join(' ');
  });
  return `(${texts.join(', ')})`;
}

/** `dropFunction(name, params, options)`. */
export function dropFunction(
  [name, params, given]: readonly Value[],
  shorthands: Shorthands,
): readonly Sql[] {
  const { ifExists, cascade } = guards(optionsOf(given));
  return [
    [
      `DROP FUNCTION${ifExists} ${literal(name, nameWords)}${parameters(params, shorthands, false)}${cascade}`,
    ],
  ];
}

/** `renameFunction(name, params, newName)`. */
export function renameFunction([name, params, to]: readonly Value[], shorthands: Shorthands): readonly Sql[] {
  return [
    [
      `ALTER FUNCTION ${literal(name, nameWords)}${parameters(params, shorthands, true)} RENAME TO ${literal(to, nameWords)}`,
    ],
  ];
}

/** `createTrigger(table, name, options, definition)`: with a definition its function is made as well. */
export function createTrigger(
  [table, name, given, definition]: readonly Value[],
  shorthands: Shorthands,
): readonly Sql[] {
  const options = optionsOf(given);
  const isConstraint = options.flag('constraint');
  const when = isConstraint ? 'AFTER' : options.text('when');
  if (when === null) throw new NotUnderstood('when the trigger fires is not known');
  const routine = options.get('function') ?? (definition === undefined ? undefined : name);
  const called = literal(routine, nameWords);
  const events = itemsOrOne(options.get('operation'), 'what the trigger fires on')
    .map((event) => expectText(event, 'what the trigger fires on'))
    .join(' OR ');
  const deferrable = options.flag('deferrable')
    ? `DEFERRABLE INITIALLY ${options.flag('deferred') ? 'DEFERRED' : 'IMMEDIATE'} `
    : 'NOT DEFERRABLE ';
  const level = /instead\s+of/i.test(when) ? 'ROW' : (options.text('level') ?? 'STATEMENT');
  const condition = options.text('condition');
  const args = itemsOrOne(options.get('functionParams'), 'the arguments').map((item) =>
    escapeValue(item, 'an argument'),
  );
  const trigger = `CREATE${isConstraint ? ' CONSTRAINT' : ''} TRIGGER ${literal(name, 'the name of the trigger')} ${when} ${events} ON ${literal(table, 'the name of the table')} ${isConstraint ? deferrable : ''}FOR EACH ${level} ${condition === null ? '' : `WHEN (${condition}) `}EXECUTE PROCEDURE ${called}(${args.join(', ')})`;
  const made =
    definition === undefined
      ? []
      : [[functionText(called, undefined, options, 'trigger', definition, shorthands)]];
  return [...made, [trigger]];
}

/** Raw SQL as it stands, or a known text. */
export function sqlText(value: Value | undefined, what: string): string {
  const raw = rawSqlOf(value);
  return raw === null ? (textOf(value) ?? expectText(value, what)) : plain(raw);
}
