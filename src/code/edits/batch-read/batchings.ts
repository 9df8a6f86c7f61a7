import type { LibraryName } from '../../../model/code';
import type { Batching } from './batched-call';
import { batchDrizzle } from './drizzle';
import { batchKnex } from './knex';
import { batchKysely } from './kysely';
import { batchPrisma } from './prisma';
import { batchSequelize } from './sequelize';
import { batchTypeorm } from './typeorm';

/** How a query of one item becomes a query of many, by library. */
export const batchings: Partial<Record<LibraryName, Batching>> = {
  prisma: batchPrisma,
  typeorm: batchTypeorm,
  knex: batchKnex,
  kysely: batchKysely,
  drizzle: batchDrizzle,
  sequelize: batchSequelize,
};
