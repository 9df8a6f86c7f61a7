/** Calls of TypeORM's query runner as migrations write them: `q` is the query runner, `T` the module `typeorm`. */
const column = (options: string): string =>
  `await q.addColumn('users', new T.TableColumn({ name: 'added', ${options} }));`;
const table = (options: string, more = ''): string =>
  `await q.createTable(new T.Table({ name: 'made', ${options} })${more});`;
const id = `{ name: 'id', type: 'int', isPrimary: true }`;

/** Run first, by TypeORM itself; not compared. */
export const before = `
  await q.createTable(new T.Table({
    name: 'users',
    columns: [
      { name: 'id', type: 'int', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
      { name: 'email', type: 'varchar', length: '100', isNullable: true },
      { name: 'age', type: 'int', isNullable: true },
    ],
  }));
  await q.createTable(new T.Table({
    name: 'orders',
    columns: [{ name: 'id', type: 'int', isPrimary: true }, { name: 'userId', type: 'int' }],
  }));
`;

/** Understood alike by every database. */
export const everywhere: readonly string[] = [
  table(`columns: [${id}]`),
  table(
    `columns: [{ name: 'a', type: 'int', isPrimary: true }, { name: 'b', type: 'int', isPrimary: true }]`,
  ),
  table(`columns: [${id}, { name: 'note', type: 'text', isNullable: true }]`),
  table(`columns: [${id}, { name: 'n', type: 'decimal', precision: 10, scale: 2, default: 0 }]`),
  table(`columns: [${id}, { name: 'n', type: 'varchar', length: '20', default: "'it''s'" }]`),
  table(`columns: [${id}, { name: 'code', type: 'varchar', length: '20', isUnique: true }]`),
  table(`columns: [${id}, { name: 'a', type: 'int' }], indices: [{ columnNames: ['a'] }]`),
  table(
    `columns: [${id}, { name: 'a', type: 'int' }], indices: [{ name: 'named', columnNames: ['id', 'a'], isUnique: true }]`,
  ),
  table(`columns: [${id}, { name: 'a', type: 'int' }], uniques: [{ name: 'UQ_a', columnNames: ['a'] }]`),
  table(
    `columns: [${id}], foreignKeys: [{ columnNames: ['id'], referencedTableName: 'users', referencedColumnNames: ['id'], onDelete: 'CASCADE', onUpdate: 'NO ACTION' }]`,
  ),
  table(
    `columns: [${id}], foreignKeys: [{ columnNames: ['id'], referencedTableName: 'users', referencedColumnNames: ['id'] }]`,
    ', false, false',
  ),
  `await q.dropTable('orders');`,
  `await q.createIndex('users', new T.TableIndex({ columnNames: ['age'] }));`,
  `await q.createIndex('users', new T.TableIndex({ name: 'by_age', columnNames: ['age', 'email'], isUnique: true }));`,
  `await q.createIndices('users', [new T.TableIndex({ columnNames: ['age'] }), new T.TableIndex({ columnNames: ['email'] })]);`,
  `await q.createIndex('users', new T.TableIndex({ name: 'gone', columnNames: ['age'] })); await q.dropIndex('users', 'gone');`,
  `await q.clearTable('orders');`,
  `await q.query('CREATE TABLE raw (id int)');`,
  `for (const name of ['a', 'b']) await q.createTable(new T.Table({ name: \`t_\${name}\`, columns: [${id}] }));`,
];

/** TypeORM asks first and then sends the bare statement; we send the one that asks by itself. */
export const guarded: readonly string[] = [
  table(`columns: [${id}]`, ', true'),
  `await q.dropTable('orders', true);`,
];

export const notInSqlite: readonly string[] = [
  column(`type: 'int', isNullable: true`),
  column(`type: 'varchar', length: '10', default: "'x'"`),
  column(`type: 'int', isNullable: true, isUnique: true`),
  `await q.addColumns('users', [new T.TableColumn({ name: 'a', type: 'int', isNullable: true }), new T.TableColumn({ name: 'b', type: 'int', isNullable: true })]);`,
  `await q.dropColumn('users', 'age');`,
  `await q.dropColumns('users', ['age', 'email']);`,
  `await q.createForeignKey('orders', new T.TableForeignKey({ columnNames: ['userId'], referencedTableName: 'users', referencedColumnNames: ['id'], onDelete: 'RESTRICT' }));`,
  `await q.createForeignKey('orders', new T.TableForeignKey({ name: 'fk', columnNames: ['userId'], referencedTableName: 'users', referencedColumnNames: ['id'] })); await q.dropForeignKey('orders', 'fk');`,
];

export const inPostgres: readonly string[] = [
  table(
    `columns: [{ name: 'id', type: 'int', isPrimary: true, isGenerated: true, generationStrategy: 'increment' }]`,
  ),
  table(
    `columns: [{ name: 'id', type: 'bigint', isPrimary: true, isGenerated: true, generationStrategy: 'identity' }]`,
  ),
  table(
    `columns: [{ name: 'id', type: 'uuid', isPrimary: true, isGenerated: true, generationStrategy: 'uuid', primaryKeyConstraintName: 'pk_made' }]`,
  ),
  table(`columns: [${id}, { name: 'at', type: 'timestamp with time zone', precision: 3, default: 'now()' }]`),
  table(`columns: [${id}, { name: 'tags', type: 'text', isArray: true, default: "'{}'" }]`),
  table(`columns: [${id}, { name: 'Kind', type: 'enum', enum: ['a', "b'c"], default: "'a'" }]`),
  table(`columns: [${id}, { name: 'kind', type: 'enum', enum: ['a'], enumName: 'kinds' }]`),
  table(`columns: [${id}, { name: 'twice', type: 'int', asExpression: 'id * 2', generatedType: 'STORED' }]`),
  table(`columns: [${id}, { name: 'a', type: 'int', comment: "what's it" }], comment: 'a table'`),
  table(`columns: [${id}, { name: 'a', type: 'int' }], checks: [{ expression: '"a" > 0' }]`),
  table(`columns: [${id}], uniques: [{ columnNames: ['id'], deferrable: 'INITIALLY DEFERRED' }]`),
  table(
    `columns: [${id}], exclusions: [{ expression: 'USING gist ("id" WITH =)', name: 'x' }], checks: []`,
  ).replace('gist', 'btree'),
  column(`type: 'enum', enum: ['x', 'y'], default: "'x'"`),
  column(`type: 'int', isNullable: true, comment: 'why'`),
  `await q.renameTable('nokey', 'sales');`,
  `await q.renameColumn('users', 'age', 'years');`,
  `await q.createIndex('users', new T.TableIndex({ columnNames: ['age'], where: '"age" IS NOT NULL' }));`,
  `await q.createIndex('users', new T.TableIndex({ columnNames: ['email'], type: 'hash' }));`,
  `await q.createUniqueConstraint('users', new T.TableUnique({ columnNames: ['email'] }));`,
  `await q.createUniqueConstraint('users', new T.TableUnique({ name: 'u', columnNames: ['email'] })); await q.dropUniqueConstraint('users', 'u');`,
  `await q.createCheckConstraint('users', new T.TableCheck({ name: 'grown', expression: '"age" >= 18' })); await q.dropCheckConstraint('users', 'grown');`,
  `await q.createCheckConstraint('users', new T.TableCheck({ expression: '"age" >= 18' }));`,
  `await q.createPrimaryKey('nokey', ['a']);`,
  `await q.createSchema('app', true); await q.dropSchema('app', true, true);`,
  `await q.createView(new T.View({ name: 'v', expression: 'SELECT 1 AS one' }));`,
  `await q.createTable(new T.Table({ name: 'app2.things', columns: [${id}] }));`,
  `await q.commitTransaction(); await q.startTransaction();`,
];

export const inMysql: readonly string[] = [
  table(
    `columns: [{ name: 'id', type: 'int', isPrimary: true, isGenerated: true, generationStrategy: 'increment', unsigned: true }], engine: 'InnoDB'`,
  ),
  table(
    `columns: [{ name: 'id', type: 'varchar', isPrimary: true, isGenerated: true, generationStrategy: 'uuid' }]`,
  ),
  table(`columns: [${id}, { name: 'kind', type: 'enum', enum: ['a', "b'c"], default: "'a'" }]`),
  table(
    `columns: [${id}, { name: 'v', type: 'varchar' }, { name: 'd', type: 'datetime', precision: 6, default: 'CURRENT_TIMESTAMP(6)', onUpdate: 'CURRENT_TIMESTAMP(6)' }]`,
  ),
  table(`columns: [${id}, { name: 'a', type: 'int', comment: "what's it" }], comment: 'a table'`),
  table(
    `columns: [${id}, { name: 'c', type: 'text' }], indices: [{ name: 'ft', columnNames: ['c'], isFulltext: true }]`,
  ),
  `await q.renameTable('orders', 'sales');`,
];

export const inSqlite: readonly string[] = [
  table(
    `columns: [{ name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' }]`,
  ),
  table(`columns: [${id}, { name: 'kind', type: 'varchar', enum: ['a', 'b'], default: "'a'" }]`),
  table(`columns: [${id}], withoutRowid: true`),
  table(
    `columns: [${id}, { name: 'a', type: 'int' }], checks: [{ name: 'positive', expression: '"a" > 0' }]`,
  ),
];
