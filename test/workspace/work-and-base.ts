import { createHash } from 'node:crypto';
import type { Finding } from '../../src/model/finding';
import type { Profile } from '../../src/rules/levels';
import { Analyser } from '../../src/workspace/analyse';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import type { Ports, RevisionPort } from '../../src/workspace/ports';
import { Project } from '../../src/workspace/project';

/** Findings of a work tree given as texts, against a base revision given as texts; an empty one: there is no git. */
export async function judgeWork(
  work: ReadonlyMap<string, string>,
  base: ReadonlyMap<string, string>,
  profile: Profile = 'default',
): Promise<readonly Finding[]> {
  const ports: Ports = {
    files: {
      list: () => [...work.keys()].sort(),
      read: (file) => {
        const text = work.get(file);
        return text === undefined ? { refused: 'There is no such file.' } : { text };
      },
    },
    revisions: base.size === 0 ? null : revisionsOf(base),
    now: () => new Date('2026-11-21T10:00:00Z'),
    log: (message) => {
      throw new Error(message);
    },
  };
  const project = new Project(ports, await createNodeSqlReader(), {
    dialect: 'postgres',
    databaseVersion: 16,
    isolated: false,
  });
  const judgement = new Analyser(project, ports).judge(null, { profile, withCode: false });
  return judgement.findings.map((judged) => judged.finding);
}

/** The outermost edge alone is made up: what git would answer. */
function revisionsOf(base: ReadonlyMap<string, string>): RevisionPort {
  const revision = { name: 'main', commit: '0'.repeat(40) };
  const hashOf = (text: string): string => createHash('sha1').update(text).digest('hex');
  return {
    base: () => revision,
    deployed: () => revision,
    files: () => new Map([...base].map(([file, text]) => [file, hashOf(text)])),
    hashOf,
    read: (_revision, files) =>
      new Map(files.flatMap((file) => (base.has(file) ? [[file, base.get(file) ?? '']] : []))),
    linesAt: () => null,
    reachedAt: () => null,
  };
}
