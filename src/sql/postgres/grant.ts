import type { Grant } from '../../model/schema-change';
import type { GrantRoleStmt, GrantStmt, Node } from './ast';
import { stringsOf } from './walk';

const allIn = 'ACL_TARGET_ALL_IN_SCHEMA';

/** What a GRANT or REVOKE gives or takes; the tables it names are those of its change. */
export function grantOf(node: Node): Grant | null {
  if ('GrantStmt' in node) return rights(node.GrantStmt);
  if ('GrantRoleStmt' in node) return membership(node.GrantRoleStmt);
  return null;
}

function rights(statement: GrantStmt): Grant {
  const object = (statement.objtype ?? '').replace(/^OBJECT_/, '').toLowerCase();
  return {
    action: statement.is_grant === true ? 'grant' : 'revoke',
    privileges: (statement.privileges ?? []).flatMap((node) =>
      'AccessPriv' in node && node.AccessPriv.priv_name !== undefined
        ? [node.AccessPriv.priv_name.toUpperCase()]
        : [],
    ),
    on: statement.targtype === allIn ? `all ${object}s in schema` : object,
    names: (statement.objects ?? []).flatMap(nameOf),
    to: roles(statement.grantees),
  };
}

function membership(statement: GrantRoleStmt): Grant {
  return {
    action: statement.is_grant === true ? 'grant' : 'revoke',
    privileges: (statement.granted_roles ?? []).flatMap((node) =>
      'AccessPriv' in node && node.AccessPriv.priv_name !== undefined ? [node.AccessPriv.priv_name] : [],
    ),
    on: 'role',
    names: [],
    to: roles(statement.grantee_roles),
  };
}

function nameOf(node: Node): string[] {
  if ('String' in node) return stringsOf([node]);
  if ('List' in node) return [stringsOf(node.List.items).join('.')];
  if ('ObjectWithArgs' in node) return [stringsOf(node.ObjectWithArgs.objname).join('.')];
  if ('TypeName' in node) return [stringsOf(node.TypeName.names).join('.')];
  return [];
}

const special: Readonly<Record<string, string>> = {
  ROLESPEC_PUBLIC: 'public',
  ROLESPEC_CURRENT_USER: 'current_user',
  ROLESPEC_CURRENT_ROLE: 'current_role',
  ROLESPEC_SESSION_USER: 'session_user',
};

function roles(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => {
    if (!('RoleSpec' in node)) return [];
    const { rolename, roletype } = node.RoleSpec;
    return [rolename ?? special[roletype ?? ''] ?? ''];
  });
}
