import type { HostCall, Run } from '../../evaluate/host';
import { entry, isNothing, itemsOf, type TextValue, type Value } from '../../evaluate/values';
import { attempt, notKnown } from '../not-understood';
import type { Sql } from '../rendered';
import { replaceIn, textFrom } from '../sliced-text';
import { anyValue } from './literals';

/** `sequelize.query(sql, { replacements, bind })`: the migration's own SQL, its replacements put in. */
export function sendQuery(run: Run, call: HostCall): void {
  const [first, options] = call.args;
  attempt(run, call, () => {
    const text = first?.kind === 'record' ? entry(first, 'query') : first;
    if (text?.kind !== 'text') throw notKnown(first, 'the SQL');
    const replacements = entry(options, 'replacements');
    if (isNothing(replacements)) run.emitRaw(call, text);
    else run.emitRaw(call, textFrom(replaced(text, replacements, run), call.place));
  });
}

function replaced(text: TextValue, replacements: Value | undefined, { dialect }: Run): Sql {
  const items = itemsOf(replacements);
  if (items !== null) {
    let next = 0;
    return replaceIn(text, /\?/g, () => {
      const item = items[next++];
      return item === undefined ? null : [listed(item, dialect)];
    });
  }
  // The placeholders stay: what stands for them is a value, whichever.
  if (replacements?.kind !== 'record') return [text];
  return replaceIn(text, /(?<!:):(?!\d)(\w+)/g, ([, name]) => {
    const item = replacements.entries.get(name ?? '');
    return item === undefined ? null : [listed(item, dialect)];
  });
}

function listed(item: Value, dialect: Run['dialect']): string {
  const items = itemsOf(item);
  return items === null || items.length === 0
    ? anyValue(item, dialect)
    : items.map((each) => anyValue(each, dialect)).join(', ');
}
