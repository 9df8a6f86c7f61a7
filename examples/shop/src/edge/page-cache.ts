import { edge } from '@shop/edge/database';

interface CachedPage {
  readonly path: string;
  readonly body: Buffer;
  readonly etag: string;
  readonly expires_at: number;
}

/** The page, or null when the client already has it. */
export async function cachedPage(path: string, etag: string | null): Promise<string | null> {
  const row = await edge<CachedPage>('cached_pages').select('body', 'etag').where({ path }).first();
  if (row === undefined) return '';
  return row.etag === etag ? null : row.body.toString('utf8');
}

/** Which of the pages are past their time. */
export async function stalePaths(paths: readonly string[], now: number): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const path of paths) {
    // planted: query-in-loop. One query per path; whereIn asks once.
    const row = await edge<CachedPage>('cached_pages').select('expires_at').where({ path }).first();
    if (row !== undefined && row.expires_at < now) stale.push(path);
  }
  return stale;
}

export async function forget(paths: readonly string[]): Promise<void> {
  // innocent twin: one statement for all.
  await edge('cached_pages').whereIn('path', [...paths]).delete();
}

/** Tries a few times: the file may be locked by the sync. */
export async function countPages(): Promise<number> {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      // innocent twin: query-in-loop stays silent, this is a retry.
      const rows = await edge('cached_pages').count({ pages: '*' });
      return Number(rows[0]?.pages ?? 0);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50 * (attempt + 1)));
    }
  }
  return 0;
}
