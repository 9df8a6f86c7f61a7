import type { FrameworkName } from '../../model/migration';
import { atlas } from './atlas';
import { dbmate } from './dbmate';
import { diesel } from './diesel';
import { drizzle } from './drizzle';
import { flyway } from './flyway';
import type { Framework } from './framework';
import { golangMigrate } from './golang-migrate';
import { goose } from './goose';
import { knex } from './knex';
import { kysely } from './kysely';
import { liquibase } from './liquibase';
import { mikroOrm } from './mikro-orm';
import { nodePgMigrate } from './node-pg-migrate';
import { plain } from './plain';
import { pop } from './pop';
import { prisma } from './prisma';
import { rails } from './rails';
import { sequelize } from './sequelize';
import { slonik } from './slonik';
import { sqlx } from './sqlx';
import { supabase } from './supabase';
import { typeorm } from './typeorm';

/**
 * In the order of discovery: a file belongs to the first framework that claims it. First come those whose files
 * have a form of their own, then those that are known by a manifest or by marks, last those that take what is left.
 */
export const frameworks: readonly Framework[] = [
  drizzle,
  prisma,
  supabase,
  diesel,
  liquibase,
  flyway,
  atlas,
  typeorm,
  mikroOrm,
  nodePgMigrate,
  kysely,
  slonik,
  sequelize,
  knex,
  goose,
  dbmate,
  pop,
  sqlx,
  golangMigrate,
  rails,
  plain,
];

const byName = new Map(frameworks.map((framework) => [framework.name, framework]));

export function frameworkNamed(name: FrameworkName): Framework {
  return byName.get(name) ?? plain;
}
