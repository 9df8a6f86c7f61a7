import type { Report } from '../report';

/** The version of the JSON of `evolens report`. */
export const reportSchemaVersion = 1;

/** The report as JSON, for programs; positions are zero-based. */
export function reportJson(report: Report): string {
  return `${JSON.stringify({ schemaVersion: reportSchemaVersion, ...report }, null, 2)}\n`;
}
