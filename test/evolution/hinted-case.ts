import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { Fix } from '../../src/model/finding';
import { Analyser } from '../../src/workspace/analyse';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { Project } from '../../src/workspace/project';
import { portsOf, readCase } from '../rules/plan-case';
import type { HintCase } from './hint-cases';

export interface HintedCase {
  readonly text: string;
  readonly findings: number;
  readonly messages: readonly string[];
  /** Without those that silence the finding. */
  readonly fixes: readonly Fix[];
}

const folder = join(__dirname, '../rules/plans');
const file = 'src/case.ts';

/** The fixes of a rule's findings in the file of a case, in the project of test/rules/plans/world.txt. */
export async function hintsOf(one: HintCase, rule: string): Promise<HintedCase> {
  const world = readCase(readFileSync(join(folder, 'world.txt'), 'utf8'), folder);
  world.work.set(file, one.code);
  const plan = 'evolutions/amount/plan.evolution.yml';
  if (one.kind !== undefined)
    world.work.set(plan, (world.work.get(plan) ?? '').replace('kind: rename-column', `kind: ${one.kind}`));
  const ports = portsOf(world);
  const project = new Project(ports, await createNodeSqlReader(), {
    dialect: null,
    databaseVersion: null,
    isolated: false,
  });
  const judged = new Analyser(project, ports)
    .judge(null, { profile: 'default', withCode: true })
    .findings.filter(({ finding }) => finding.rule === rule && finding.file === file);
  return {
    text: one.code,
    findings: judged.length,
    messages: judged.map(({ finding }) => finding.message),
    fixes: judged.flatMap((found) => found.fixes()).filter(({ kind }) => kind !== 'suppress'),
  };
}
