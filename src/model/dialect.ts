export const dialects = ['postgres', 'mysql', 'mariadb', 'sqlite'] as const;
export type Dialect = (typeof dialects)[number];

/** How sure a claim is: read by the dialect's own parser, by rules of thumb, or guessed. */
export type Confidence = 'high' | 'medium' | 'low';

/** A dialect, how it was found, and the oldest server version that must be served. */
export interface DatabaseTarget {
  readonly dialect: Dialect;
  readonly dialectConfidence: Confidence;
  /** Major version, with minor where the vendor uses it (Postgres 16, MySQL 8.0, MariaDB 10.11). */
  readonly version: number;
}

/** Versions assumed when nothing is configured: the oldest each vendor still maintains in 2026. */
export const defaultVersions: Readonly<Record<Dialect, number>> = {
  postgres: 14,
  mysql: 8.0,
  mariadb: 10.6,
  sqlite: 3.35,
};
