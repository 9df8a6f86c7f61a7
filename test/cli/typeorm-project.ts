/** A project whose migrations are written for TypeORM: a table, then changes of it. */
export const typeormProject = {
  'package.json': '{"dependencies":{"typeorm":"1.1.1","pg":"8.0.0"}}\n',
  'src/names.ts': `export const ORDERS = 'orders';\n`,
  'src/migrations/1700000000001-Init.ts': `import { MigrationInterface, QueryRunner, Table } from 'typeorm';

export class Init1700000000001 implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'orders',
        columns: [
          { name: 'id', type: 'int', isPrimary: true },
          { name: 'note', type: 'text', isNullable: true },
          { name: 'total', type: 'int' },
        ],
      }),
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('orders');
  }
}
`,
  'src/migrations/1700000000002-Change.ts': `import { MigrationInterface, QueryRunner } from 'typeorm';
import { ORDERS } from '../names';

export class Change1700000000002 implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`
      ALTER TABLE "\${ORDERS}" ALTER COLUMN note SET NOT NULL
    \`);
    await queryRunner.dropColumn(ORDERS, 'total');
    for (const id of [1, 2]) await queryRunner.query(\`SELECT \${id}\`);
  }

  public async down(): Promise<void> {}
}
`,
} as const;
