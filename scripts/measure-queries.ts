// How many of the query-issuing loop sites of a project, as the TypeScript checker's own call graph finds them, the
// product's index finds too. Tests are left out of both. The projects' packages are not installed: the checker
// follows declared types to the package they are imported from.
// Usage: npx tsx scripts/measure-queries.ts FOLDER… [--missing]
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { LoopedQuery } from '../src/model/code';
import { CodeSources } from '../src/workspace/code-sources';
import { createNodePorts } from '../src/workspace/node-roots';
import { createNodeSqlReader } from '../src/workspace/node-postgres';
import { Project } from '../src/workspace/project';
import { loopSites, type LoopSite } from './query-truth/loop-sites';
import { checkProject } from './query-truth/program';

/** The same call: one contains the other and both end within it, as `await x` and `x` do. */
function isSame(site: LoopSite, { call, query }: LoopedQuery): boolean {
  return [call, query].some(
    ({ file, range }) =>
      file === site.file &&
      ((range.start >= site.start && range.end <= site.end) ||
        (range.start <= site.start && range.end >= site.end)),
  );
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { missing: { type: 'boolean', default: false } },
  });
  const reader = await createNodeSqlReader();
  let all = 0;
  let allFound = 0;
  for (const folder of positionals) {
    const root = path.resolve(folder);
    const ports = createNodePorts(root, { history: false, log: () => undefined });
    const project = new Project(ports, reader, { dialect: null, databaseVersion: null, isolated: false });
    const looped = new CodeSources(project, null, () => undefined).index.loopedQueries;
    const listed = new Set(project.files);
    const truth = loopSites(checkProject(root)).filter(
      (site) => listed.has(site.file) && !project.codeMigrationFiles.has(site.file),
    );
    const missing = truth.filter((site) => !looped.some((one) => isSame(site, one)));
    all += truth.length;
    allFound += truth.length - missing.length;
    const direct = truth.filter(({ distance }) => distance === 0);
    const directFound = direct.filter((site) => !missing.includes(site)).length;
    console.log(
      `${folder}: ${truth.length} sites (${direct.length} direct), found ${truth.length - missing.length} = ` +
        `${percent(truth.length - missing.length, truth.length)} (direct ${percent(directFound, direct.length)}); ` +
        `the index lists ${looped.length}, ${looped.filter((one) => one.exemption === null).length} without exemption`,
    );
    if (values.missing)
      for (const site of missing)
        console.log(`  ${site.file}@${site.start} distance ${site.distance}: ${site.text}`);
  }
  console.log(`All: ${all} sites, found ${allFound} = ${percent(allFound, all)}`);
}

void main();
