import type { SchemaChange } from '../../model/schema-change';
import type { Node, SelectStmt } from './ast';
import type { Source } from './source';
import { stringsOf, walk } from './walk';

/** The settings that a SELECT changes by calling set_config(); those whose name is not written are left out. */
export function readSetConfig(select: SelectStmt, source: Source): SchemaChange[] {
  const changes: SchemaChange[] = [];
  walk({ SelectStmt: select }, (type, body) => {
    if (type !== 'FuncCall') return undefined;
    const call = body as { funcname?: Node[]; args?: Node[]; location?: number };
    const change = stringsOf(call.funcname).at(-1) === 'set_config' ? settingOf(call, source) : null;
    if (change !== null) changes.push(change);
    return undefined;
  });
  return changes;
}

function settingOf(call: { args?: Node[]; location?: number }, source: Source): SchemaChange | null {
  const [name, , local] = call.args ?? [];
  const setting = constantText(name);
  if (setting === null) return null;
  const from = source.indexAt(source.at(call.location));
  const inside = source.parenthesised({ from, to: source.tokens.length });
  const value = inside === null ? undefined : source.list(inside)[1];
  const scope = isTrue(local) ? 'local' : 'session';
  return {
    kind: 'set-setting',
    range: source.whole,
    setting: setting.toLowerCase(),
    value: value === undefined ? null : source.slice(value),
    scope,
  };
}

function constantText(node: Node | undefined): string | null {
  if (node === undefined || !('A_Const' in node)) return null;
  return (node.A_Const as { sval?: { sval?: string } }).sval?.sval ?? null;
}

function isTrue(node: Node | undefined): boolean {
  if (node === undefined || !('A_Const' in node)) return false;
  const constant = node.A_Const as { boolval?: { boolval?: boolean }; sval?: { sval?: string } };
  return constant.boolval?.boolval === true || /^(?:t|true|on|1|yes)$/i.test(constant.sval?.sval ?? '');
}
