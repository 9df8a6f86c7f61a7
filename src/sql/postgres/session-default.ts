import type { OtherChange } from '../../model/schema-change';
import type { Node, VariableSetStmt } from './ast';
import { settingValue } from './session';
import type { Source } from './source';

/** The setting that ALTER DATABASE or ROLE … SET gives to later sessions; null for any other statement. */
export function sessionDefaultOf(node: Node, source: Source): OtherChange['sessionDefault'] | null {
  if ('AlterDatabaseSetStmt' in node)
    return settingFor('database', node.AlterDatabaseSetStmt.setstmt, source);
  if ('AlterRoleSetStmt' in node) return settingFor('role', node.AlterRoleSetStmt.setstmt, source);
  return null;
}

function settingFor(
  of: 'database' | 'role',
  statement: VariableSetStmt | undefined,
  source: Source,
): OtherChange['sessionDefault'] | null {
  if (statement === undefined) return null;
  const setting = statement.kind === 'VAR_RESET_ALL' ? 'all' : (statement.name ?? '').toLowerCase();
  const keyword = source.tokens.findLastIndex((_, i) => source.word(i) === 'SET');
  const value = statement.kind === 'VAR_SET_VALUE' ? settingValue(source, keyword) : null;
  return { of, setting, value };
}
