import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { EvolutionProgress } from '../../src/evolution/progress';
import type { Finding } from '../../src/model/finding';
import { Analyser } from '../../src/workspace/analyse';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import type { Ports } from '../../src/workspace/ports';
import { Project } from '../../src/workspace/project';

/** A work tree and its base revision, from a text of sections. */
export interface PlanCase {
  readonly title: string;
  readonly work: Map<string, string>;
  readonly base: Map<string, string>;
  readonly reached: Map<string, Date>;
  now: Date;
}

const world = path.join(__dirname, 'plans/world.txt');

/**
 * Reads a case. It starts as `plans/world.txt`, or as the case its `=== like NAME` names, and changes it:
 * `=== work|base|both FILE` is a text, `=== none FILE` takes one away, `=== replace FILE` (in both) and
 * `=== replace-work FILE` put the `+` lines in the place of the `-` lines, `=== now DATE`, `=== reached FILE DATE`.
 */
export function readCase(text: string, folder: string): PlanCase {
  const [title = '', ...sections] = text.split(/^=== /m);
  const like = sections
    .find((section) => section.startsWith('like '))
    ?.split('\n')[0]
    ?.slice(5);
  const start =
    folder === path.dirname(world)
      ? {
          title: '',
          work: new Map<string, string>(),
          base: new Map<string, string>(),
          reached: new Map<string, Date>(),
          now: new Date(),
        }
      : like === undefined
        ? readCase(fs.readFileSync(world, 'utf8'), path.dirname(world))
        : readCase(fs.readFileSync(path.join(folder, like), 'utf8'), folder);
  for (const section of sections) addSection(start, section);
  return { ...start, title: title.trim() };
}

function addSection(one: PlanCase, section: string): void {
  const [head = '', ...lines] = section.split('\n');
  const [word = '', file = '', date = ''] = head.split(' ');
  const body = lines.join('\n');
  switch (word) {
    case 'now':
      one.now = new Date(file);
      break;
    case 'reached':
      one.reached.set(file, new Date(date));
      break;
    case 'none':
      one.work.delete(file);
      one.base.delete(file);
      break;
    case 'replace':
      one.base.set(file, replaced(one.base.get(file) ?? '', lines));
      one.work.set(file, replaced(one.work.get(file) ?? '', lines));
      break;
    case 'replace-work':
      one.work.set(file, replaced(one.work.get(file) ?? '', lines));
      break;
    case 'like':
      break;
    default:
      if (word !== 'base') one.work.set(file, body);
      if (word !== 'work') one.base.set(file, body);
  }
}

/** Each group of `-` lines gives way to the `+` lines behind it. */
function replaced(text: string, lines: readonly string[]): string {
  let result = text;
  let from = '';
  let to = '';
  const flush = (): void => {
    if (from === '' && to === '') return;
    if (!result.includes(from)) throw new Error(`not there: ${from}`);
    result = result.replace(from, () => to);
    from = to = '';
  };
  for (const line of lines) {
    if (line.startsWith('-')) {
      if (to !== '') flush();
      from += `${line.slice(1)}\n`;
    } else if (line.startsWith('+')) to += `${line.slice(1)}\n`;
    else flush();
  }
  flush();
  return result;
}

/** Findings of a case, and how far its plans have come. */
export async function judgeCase(
  one: PlanCase,
): Promise<{ readonly findings: readonly Finding[]; readonly progress: readonly EvolutionProgress[] }> {
  const ports = portsOf(one);
  const project = new Project(ports, await createNodeSqlReader(), {
    dialect: null,
    databaseVersion: null,
    isolated: false,
  });
  const analyser = new Analyser(project, ports);
  return {
    findings: analyser
      .judge(null, { profile: 'default', withCode: true })
      .findings.map((judged) => judged.finding),
    progress: analyser.plans.all(true).flatMap(({ progress }) => (progress === null ? [] : [progress])),
  };
}

/** The outermost edge alone is made up: what the disk and git would answer. */
export function portsOf({ work, base, reached, now }: PlanCase): Ports {
  const revision = { name: 'main', commit: '0'.repeat(40) };
  const hashOf = (text: string): string => createHash('sha1').update(text).digest('hex');
  return {
    files: {
      list: () => [...work.keys()].sort(),
      read: (file) => {
        const text = work.get(file);
        return text === undefined ? { refused: 'There is no such file.' } : { text };
      },
    },
    revisions: {
      base: () => revision,
      deployed: () => revision,
      files: () => new Map([...base].map(([file, text]) => [file, hashOf(text)])),
      hashOf,
      read: (_revision, files) =>
        new Map(files.flatMap((file) => (base.has(file) ? [[file, base.get(file) ?? '']] : []))),
      linesAt: () => null,
      reachedAt: (_revision, file) => (base.has(file) ? (reached.get(file) ?? null) : null),
    },
    now: () => now,
    log: (message) => {
      if (!message.startsWith('Released version')) throw new Error(message);
    },
  };
}

/** `rule severity file:line` of findings, sorted. */
export function shown(one: PlanCase, findings: readonly Finding[]): string[] {
  return findings
    .map(({ rule, severity, file, range }) => {
      const line = (one.work.get(file) ?? '').slice(0, range.start).split('\n').length;
      return `${rule} ${severity} ${file}:${line}`;
    })
    .sort();
}

/** The same from `expect: rule severity` comments, each about the next line. */
export function expectedIn(one: PlanCase): string[] {
  return [...one.work]
    .flatMap(([file, text]) =>
      text.split('\n').flatMap((line, at) => {
        const match = /(?:#|--|\/\/) expect: (\S+) (\S+)/.exec(line);
        return match === null ? [] : [`${match[1] ?? ''} ${match[2] ?? ''} ${file}:${at + 2}`];
      }),
    )
    .sort();
}

/** Whether the rule's fixtures are cases of plans. */
export function hasPlanCases(rule: string): boolean {
  const folder = path.join(__dirname, 'fixtures/evolution', rule);
  return fs.existsSync(folder) && fs.readdirSync(folder).some((name) => name.endsWith('.txt'));
}
