import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { FilePort } from '../src/workspace/ports';
import { createNodePorts } from '../src/workspace/node-roots';
import { createNodeSqlReader } from '../src/workspace/node-postgres';
import { Session } from '../src/workspace/session';
import { bigFile, bigLines, editOf } from './big-migration';

// What an edit in a 1,000-line migration at the end of a history takes in the process of the server, without the pipe
// that scripts/bench-lsp.ts measures too. usage: tsx scripts/bench-sql.ts [HISTORY-FOLDER] [EDITS]

const folder = path.resolve(process.argv[2] || path.join(process.cwd(), 'examples/shop/prisma/migrations'));
const edits = Number(process.argv[3] ?? 300);

async function main(): Promise<void> {
  const session = new Session(portsOf(folder), await createNodeSqlReader());
  const lines = [...bigLines];
  session.change(bigFile, lines.join('\n'));
  const begun = performance.now();
  session.judge(bigFile);
  const { findings } = session.judge(bigFile);
  console.log(`first: ${(performance.now() - begun).toFixed(0)} ms, ${findings.length} findings`);
  const times = Array.from({ length: edits }, (_, edit) => {
    const { line, character, text } = editOf(edit);
    const old = lines[line] ?? '';
    lines[line] = old.slice(0, character) + text + old.slice(character);
    const changed = lines.join('\n');
    const clock = performance.now();
    const cpu = process.cpuUsage();
    session.change(bigFile, changed);
    session.judgeEdited(bigFile);
    const { user, system } = process.cpuUsage(cpu);
    return { cpu: (user + system) / 1000, clock: performance.now() - clock };
  });
  console.log(
    `${edits} edits in ${lines.length} lines: ${summary(times.map(({ cpu }) => cpu))} of the processor`,
  );
  console.log(`  by the clock: ${summary(times.map(({ clock }) => clock))}`);
}

/** The history as if it stood in a folder of Prisma, with a configuration of its own. */
function portsOf(history: string): ReturnType<typeof createNodePorts> {
  const ports = createNodePorts(history, { history: false, log: (message) => console.log(message) });
  const prefix = 'prisma/migrations/';
  const settings = 'dialect: postgres\nreleased: none\n';
  const files: FilePort = {
    ...ports.files,
    list: () => ['evolens.yml', ...ports.files.list().map((file) => prefix + file)],
    read: (file) =>
      file === 'evolens.yml'
        ? { text: settings }
        : file.startsWith(prefix)
          ? ports.files.read(file.slice(prefix.length))
          : { refused: 'not here' },
  };
  return { ...ports, files };
}

function summary(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)} ms`;
}

void main();
