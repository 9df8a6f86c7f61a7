import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { Session } from '../src/workspace/session';
import { createNodePorts } from '../src/workspace/node-roots';
import { createNodeSqlReader } from '../src/workspace/node-postgres';
import { isCodeFile } from '../src/workspace/code-sources';
import { loadCodeReader } from '../src/code/load';
import { ts } from '../src/code/syntax';

// The code index of a tree in one process: from nothing to the findings of all code, then after edits of one file
// to that file's findings. Edits rotate through the file; every tenth adds a function, which others can see.
// usage: tsx scripts/bench-code.ts ROOT [FILE] [EDITS]
// Without FILE, the file nearest to 2,500 lines is edited. Times are those of the processor, which a busy machine does not
// change much; the clock's stand behind them.

const root = path.resolve(process.argv[2] ?? '.');
const edits = Number(process.argv[4] ?? 100);

async function main(): Promise<void> {
  const ports = createNodePorts(root, { history: false, log: () => undefined });
  const session = new Session(ports, await createNodeSqlReader());
  const files = ports.files.list().filter(isCodeFile);
  const file = process.argv[3] || nearest(session, files);
  const text = session.text(file);
  loadCodeReader();
  const cold = timed(() => session.judgeEdited(file));
  const rest = timed(() => session.judge(file));
  const found = session.judge(file);
  global.gc?.();
  console.log(
    `${files.length} code files; cold: ${cold.cpu.toFixed(0)} ms (clock ${cold.clock.toFixed(0)}), all findings ${rest.cpu.toFixed(0)} ms more, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident, ${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB of it live; ` +
      `${found.findings.length} findings in ${file} (${text.split('\n').length} lines)`,
  );
  const times = Array.from({ length: edits }, (_, edit) => timeEdit(session, file, text, edit));
  const bodies = times.filter((_, edit) => edit % 10 !== 9);
  console.log(`${edits} edits: ${summary(times)}\n  in bodies only: ${summary(bodies)}`);
  const plain = calibration(session, files);
  console.log(
    `plain parse of the same files: ${plain.cpu.toFixed(0)} ms (clock ${plain.clock.toFixed(0)}); ` +
      `cold is ${(cold.cpu / plain.cpu).toFixed(1)} times that (clock ${(cold.clock / plain.clock).toFixed(1)})`,
  );
}

interface Times {
  readonly cpu: number;
  readonly clock: number;
}

function timed(work: () => unknown): Times {
  const cpu = process.cpuUsage();
  const clock = performance.now();
  work();
  const used = process.cpuUsage(cpu);
  return { cpu: (used.user + used.system) / 1000, clock: performance.now() - clock };
}

/** What the parser alone takes for the same files: how fast this machine is at this moment. */
function calibration(session: Session, files: readonly string[]): Times {
  const texts = files.map((file) => session.text(file));
  return timed(() => {
    for (const [at, text] of texts.entries())
      ts.createSourceFile(files[at] ?? '', text, ts.ScriptTarget.Latest);
  });
}

function timeEdit(session: Session, file: string, text: string, edit: number): Times {
  const lines = text.split('\n');
  // Statements in bodies, not members of classes and types.
  const places = lines.flatMap((line, at) =>
    /^\s{8,}[^:]*(?:\)|=.*);\s*$/.test(line) && !/\b(?:private|readonly|return)\b/.test(line) ? [at] : [],
  );
  const at = places[(edit * 37) % places.length] ?? 0;
  lines.splice(at + 1, 0, `void ${'x'.repeat((edit % 9) + 1)};`);
  if (edit % 10 === 9) lines.push(`export function added${edit}(): void {}`);
  const changed = lines.join('\n');
  return timed(() => {
    session.change(file, changed);
    session.judgeEdited(file);
  });
}

function summary(times: readonly Times[]): string {
  const of = (kind: keyof Times): string => {
    const sorted = times.map((time) => time[kind]).sort((a, b) => a - b);
    const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    return `p50 ${at(0.5)}, p95 ${at(0.95)}, worst ${at(0.999)} ms`;
  };
  return `${of('cpu')} (clock: ${of('clock')})`;
}

function nearest(session: Session, files: readonly string[]): string {
  const distance = (file: string): number => Math.abs(session.text(file).split('\n').length - 2500);
  const [first] = files
    .map((file) => ({ file, distance: distance(file) }))
    .sort((a, b) => a.distance - b.distance);
  if (!first) throw new Error(`${root} holds no code.`);
  return first.file;
}

void main();
