import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type Connection } from 'mariadb';
import type { Database, Row } from './database';

export interface MariadbServer {
  /** The path it listens on. */
  readonly socket: string;
  connect(): Promise<Database>;
  /** Runs a file as the command-line client does, DELIMITER included. */
  client(sql: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A MariaDB of its own, on a socket in a temporary folder. As root on Debian the server is installed when it
 * is missing; elsewhere the error says what to install.
 */
export async function startMariadb(): Promise<MariadbServer> {
  const server = installed();
  const folder = mkdtempSync(join(tmpdir(), 'evolens-mariadb-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) execFileSync('chown', ['mysql:mysql', folder]);
  const run = (program: string, args: readonly string[]): [string, string[]] =>
    asRoot
      ? ['setpriv', ['--reuid=mysql', '--regid=mysql', '--clear-groups', program, ...args]]
      : [program, [...args]];
  const data = join(folder, 'data');
  const socket = join(folder, 'socket');
  execFileSync(
    ...run('mariadb-install-db', [
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]),
    { stdio: 'ignore' },
  );
  const options = [
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${socket}`,
    '--skip-networking',
    // Nothing has to survive a crash here, and flushing every statement takes seconds.
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-flush-method=nosync',
    '--skip-innodb-doublewrite',
    '--sync-frm=0',
    `--pid-file=${join(folder, 'pid')}`,
    `--tmpdir=${folder}`,
  ];
  const started = spawn(...run(server, options), { stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    await ended(started);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const first = await connected(socket, started);
    await first.query('CREATE DATABASE evolens');
    await first.end();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    socket,
    connect: async () => databaseOf(await open(socket, 'evolens')),
    client: (sql) => runClient(socket, sql),
    stop,
  };
}

function runClient(socket: string, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const client = spawn('mariadb', [`--socket=${socket}`, '-uroot', 'evolens'], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let errors = '';
    client.stderr.on('data', (part: Buffer) => (errors += part.toString()));
    client.once('error', reject);
    client.once('close', (code) => (code === 0 ? resolve() : reject(new Error(errors))));
    client.stdin.end(sql);
  });
}

function installed(): string {
  const found = (): string | undefined =>
    ['/usr/sbin/mariadbd', '/usr/bin/mariadbd', '/usr/local/bin/mariadbd'].find(existsSync);
  const present = found();
  if (present !== undefined) return present;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { env: environment, stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'mariadb-server'], {
      env: environment,
      stdio: 'ignore',
    });
    const now = found();
    if (now !== undefined) return now;
  }
  throw new Error(
    'These tests need a MariaDB server: install mariadb-server (mariadbd, mariadb-install-db, mariadb), or run them as root on Debian.',
  );
}

function open(socket: string, database?: string): Promise<Connection> {
  return createConnection({
    socketPath: socket, user: 'root', multipleStatements: true, bigIntAsNumber: true,
    ...(database === undefined ? {} : { database }),
  }); // prettier-ignore
}

async function connected(socket: string, server: ChildProcess): Promise<Connection> {
  for (let turn = 0; ; turn++) {
    if (existsSync(socket)) {
      try {
        return await open(socket);
      } catch (error) {
        if (turn > 300) throw error;
      }
    }
    if (server.exitCode !== null || turn > 300) throw new Error('The MariaDB server did not start.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function databaseOf(connection: Connection): Database {
  return {
    query: async (sql, values = []) => {
      const result = await connection.query<unknown>(sql, [...values]);
      return Array.isArray(result) ? (result as Row[]) : [];
    },
    script: async (sql) => {
      await connection.query(sql);
    },
    stop: () => connection.end(),
  };
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGTERM');
  });
}
