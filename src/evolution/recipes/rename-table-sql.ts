import type { Dialect } from '../../model/dialect';
import { quote } from '../../sql/identifiers';
import { limited, literal, qualified } from './names';

/** What the SQL of a table rename is made of. */
export interface RenamedTable {
  readonly dialect: Dialect;
  readonly schema: string | null;
  readonly from: string;
  readonly to: string;
  readonly columns: readonly string[];
  readonly rowLevelSecurity: boolean;
}

export interface TableSql {
  readonly expand: readonly string[];
  readonly expandRollback: readonly string[];
  readonly contract: readonly string[];
  readonly contractRollback: readonly string[];
  /** Counts what the view cannot show: always zero while the view is whole. */
  readonly verification: string;
}

/** The rename with a view under the old name, through which the old version goes on reading and writing. */
export function tableSql(facts: RenamedTable): TableSql {
  return facts.dialect === 'postgres' ? postgresTableSql(facts) : mysqlTableSql(facts);
}

function postgresTableSql(facts: RenamedTable): TableSql {
  const from = qualified(facts.schema, facts.from, 'postgres');
  const to = qualified(facts.schema, facts.to, 'postgres');
  const columns = facts.columns.map((name) => quote(name, 'postgres')).join(', ');
  const invoker = facts.rowLevelSecurity ? ' WITH (security_invoker = true)' : '';
  // Privileges went to the new name with the table; the roles of the old version need them on the view too.
  const grants = `DO $grants$
DECLARE
  held record;
BEGIN
  FOR held IN
    SELECT acl.privilege_type AS privilege, acl.is_grantable AS grantable,
      CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
    FROM pg_class, aclexplode(relacl) AS acl
    WHERE pg_class.oid = ${literal(to, 'postgres')}::regclass
      AND acl.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') AND acl.grantee <> relowner
  LOOP
    EXECUTE format('GRANT %s ON %s TO %s%s', held.privilege, ${literal(from, 'postgres')}, held.role,
      CASE WHEN held.grantable THEN ' WITH GRANT OPTION' ELSE '' END);
  END LOOP;
END
$grants$`;
  const view = `CREATE VIEW ${from}${invoker} AS SELECT ${columns} FROM ${to}`;
  return {
    expand: [`ALTER TABLE ${from} RENAME TO ${quote(facts.to, 'postgres')}`, view, grants],
    expandRollback: [`DROP VIEW ${from}`, `ALTER TABLE ${to} RENAME TO ${quote(facts.from, 'postgres')}`],
    contract: [`DROP VIEW ${from}`],
    contractRollback: [view, grants],
    verification: `SELECT (SELECT count(*) FROM ${to}) - (SELECT count(*) FROM ${from}) AS missing`,
  };
}

function mysqlTableSql(facts: RenamedTable): TableSql {
  const { dialect } = facts;
  const name = (plain: string): string => qualified(facts.schema, plain, dialect);
  const columns = facts.columns.map((column) => quote(column, dialect)).join(', ');
  const view = name(limited(`evolens_${facts.from}`, '_view', dialect));
  const placeholder = name(limited(`evolens_${facts.to}`, '_empty', dialect));
  const from = name(facts.from);
  const to = name(facts.to);
  return {
    // One RENAME TABLE takes effect at once, so no statement falls between the table and its view. The view
    // needs something to be made on, hence the empty copy, which is thrown away.
    expand: [
      `CREATE TABLE ${to} LIKE ${from}`,
      `CREATE VIEW ${view} AS SELECT ${columns} FROM ${to}`,
      `RENAME TABLE ${to} TO ${placeholder}, ${from} TO ${to}, ${view} TO ${from}`,
      `DROP TABLE ${placeholder}`,
    ],
    expandRollback: [`RENAME TABLE ${from} TO ${view}, ${to} TO ${from}`, `DROP VIEW ${view}`],
    contract: [`DROP VIEW ${from}`],
    contractRollback: [`CREATE VIEW ${from} AS SELECT ${columns} FROM ${to}`],
    verification: `SELECT (SELECT count(*) FROM ${to}) - (SELECT count(*) FROM ${from}) AS missing`,
  };
}
