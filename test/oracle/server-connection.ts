import { Client } from 'pg';
import type { MeasuredConnection } from './measure-postgres';

/** A connection to a server, with what it says of its work. */
export async function connectMeasured(url: string): Promise<MeasuredConnection> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let told: (message: string) => void = () => undefined;
  client.on('notice', (notice) => told(notice.message ?? ''));
  return {
    exec: async (sql, onNotice = () => undefined) => {
      told = onNotice;
      await client.query(sql);
    },
    rows: async <T>(sql: string, values: readonly unknown[] = []) =>
      (await client.query(sql, [...values])).rows as readonly T[],
    close: () => client.end(),
  };
}
