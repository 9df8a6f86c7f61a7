import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';

/** A Prisma client as far as tests start and end it. */
export interface GeneratedClient {
  $connect(): Promise<void>;
  $disconnect(): Promise<void>;
}

/**
 * Generates the real client for models, offline, into `folder/client`; what it gives connects it with the adapter for
 * pg. The engines are looked for but not run by `generate`, so any program does for them; queries need none.
 */
export function generatePrisma(folder: string, models: string): (url: string) => Promise<GeneratedClient> {
  mkdirSync(folder, { recursive: true });
  const schema = join(folder, 'schema.prisma');
  writeFileSync(schema, `${head}\n${models}`);
  execFileSync(
    process.execPath,
    [require.resolve('prisma/build/index.js'), 'generate', '--schema', schema, '--no-hints'],
    {
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file was generated just now
  const { PrismaClient } = require(join(folder, 'client/client')) as {
    PrismaClient: new (options: { adapter: unknown }) => GeneratedClient;
  };
  return async (url) => {
    const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
    await client.$connect();
    return client;
  };
}

const head = `generator client {
  provider     = "prisma-client"
  output       = "./client"
  engineType   = "client"
  moduleFormat = "cjs"
}
datasource db {
  provider = "postgresql"
  url      = "postgres://of-the-adapter"
}`;
