import assert from 'node:assert/strict';
import { databaseByName } from '../../src/sql/database-by-name';

describe('databaseByName', () => {
  const named: Readonly<Record<string, string>> = {
    'store/migration/sqlite/0.27/00__users.sql': 'sqlite',
    'persistence/sql/migrations/sql/2019_identities.mysql.up.sql': 'mysql',
    'migrations/001_users.postgres.autocommit.up.sql': 'postgres',
    'migrations-pg/001_users.sql': 'postgres',
    'db/mariadb_migrations/001_users.sql': 'mariadb',
    'sql/mysql.sql': 'mysql',
    'sql/schema-mysql.sql': 'mysql',
    // The file's own part outweighs the folder, the deeper folder the one above it.
    'mysql/001_users.sqlite3.up.sql': 'sqlite',
    'mysql/tests/postgresql/001.sql': 'postgres',
  };
  for (const [file, dialect] of Object.entries(named))
    it(`finds ${dialect} in ${file}`, () => assert.deepEqual(databaseByName(file), { dialect }));

  it('finds databases that are not read here', () => {
    const foreign = (file: string): unknown => databaseByName(file);
    assert.deepEqual(foreign('packages/shared/clickhouse/migrations/clustered/0001_traces.up.sql'), {
      foreign: 'ClickHouse',
      isCertain: true,
    });
    assert.deepEqual(foreign('sql/2019_identities.cockroach.up.sql'), {
      foreign: 'CockroachDB',
      isCertain: true,
    });
    assert.deepEqual(foreign('db/MSSQL/001.sql'), { foreign: 'SQL Server', isCertain: true });
  });

  it('is not certain of words that mean other things too', () => {
    assert.deepEqual(databaseByName('contracts/oracle/migrations/001_prices.sql'), {
      foreign: 'Oracle',
      isCertain: false,
    });
  });

  it('takes nothing from what a migration says it does', () => {
    for (const file of [
      'migrations/003_copy_from_mysql.sql',
      'migrations/20240101000000_drop_clickhouse_sync/migration.sql',
      'migrations/004_mysql_importer_jobs.up.sql',
      'migrations/001_users.up.sql',
      'constructor/migrations/toString.sql',
      '',
    ])
      assert.equal(databaseByName(file), null, file);
  });
});
