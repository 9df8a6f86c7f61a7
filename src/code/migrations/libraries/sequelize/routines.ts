import type { HostCall, Run } from '../../evaluate/host';
import { entry, itemsOf, textOf, truth, type Value } from '../../evaluate/values';
import { expectText, NotUnderstood, notKnown } from '../not-understood';
import type { Sql } from '../rendered';
import { quote, quoteTable, tableOf } from './names';

/** `createFunction(name, params, returnType, language, body, optionsArray, options)`. */
export function createFunction({ args }: HostCall, run: Run): readonly Sql[] {
  onlyPostgres(run);
  const [name, params, returns, language, body, given, options] = args;
  const force = entry(options, 'force');
  const replace =
    force !== undefined && truth(force) === true ? 'CREATE OR REPLACE FUNCTION' : 'CREATE FUNCTION';
  const words = (itemsOf(given) ?? []).map((word) => expectText(word, 'an option of the function')).join(' ');
  const variables = (itemsOf(entry(options, 'variables')) ?? []).map((variable) => {
    const start = textOf(entry(variable, 'default'));
    return `DECLARE ${text(variable, 'name')} ${text(variable, 'type')}${start === null ? '' : ` := ${start}`};`;
  });
  return [
    [
      `${replace} ${expectText(name, 'the name of the function')}(${parameters(params)}) RETURNS ${expectText(returns, 'what it returns')} AS $func$ ${variables.join(' ')} BEGIN ${expectText(body, 'the body of the function')} END; $func$ language '${expectText(language, 'the language')}'${words}`,
    ],
  ];
}

/** `dropFunction(name, params)`. */
export function dropFunction({ args: [name, params] }: HostCall, run: Run): readonly Sql[] {
  onlyPostgres(run);
  return [[`DROP FUNCTION ${expectText(name, 'the name of the function')}(${parameters(params)}) RESTRICT`]];
}

/** `createTrigger(table, name, timing, events, function, params, options)`. */
export function createTrigger({ args }: HostCall, run: Run): readonly Sql[] {
  onlyPostgres(run);
  const [table, name, timing, events, routine, params, given] = args;
  const when = expectText(timing, 'when the trigger fires');
  const constraint = when === 'after_constraint' ? 'CONSTRAINT ' : '';
  const words = when.replace('_constraint', '').replace('_', ' ').toUpperCase();
  const fires = (itemsOf(events) ?? (events?.kind === 'record' ? [...events.entries.values()] : []))
    .map((event) => expectText(event, 'what the trigger fires on').toUpperCase())
    .join(' OR ');
  const options = (itemsOf(given) ?? [])
    .map((word) => expectText(word, 'an option of the trigger'))
    .join(' ');
  return [
    [
      `CREATE ${constraint}TRIGGER ${quote(expectText(name, 'the name of the trigger'), 'postgres')} ${words} ${fires} ON ${quoteTable(tableOf(table), 'postgres')}${options === '' ? '' : ` ${options}`} EXECUTE PROCEDURE ${expectText(routine, 'the name of the function')}(${parameters(params)})`,
    ],
  ];
}

/** `dropTrigger(table, name)`. */
export function dropTrigger({ args: [table, name] }: HostCall, run: Run): readonly Sql[] {
  onlyPostgres(run);
  const trigger = quote(expectText(name, 'the name of the trigger'), 'postgres');
  return [[`DROP TRIGGER ${trigger} ON ${quoteTable(tableOf(table), 'postgres')} RESTRICT`]];
}

function parameters(value: Value | undefined): string {
  const items = itemsOf(value);
  if (items === null) throw notKnown(value, 'the parameters');
  return items
    .map((item) =>
      ['direction', 'name', 'type']
        .map((key) => textOf(entry(item, key)))
        .filter((part) => part !== null)
        .join(' '),
    )
    .join(', ');
}

function text(value: Value, key: string): string {
  return expectText(entry(value, key), `the ${key} of a variable`);
}

function onlyPostgres({ dialect }: Run): void {
  if (dialect !== 'postgres')
    throw new NotUnderstood(`Sequelize has no functions and triggers for ${dialect}`);
}
