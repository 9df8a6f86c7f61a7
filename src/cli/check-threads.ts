import { Worker } from 'node:worker_threads';
import { totalOf } from '../report/formats/check-json';
import type { ProjectOptions } from '../workspace/project';
import { checkFiles, type CheckChoices, type CheckedFiles } from './check-files';
import type { RootScope } from './roots';

/** Files that are judged at a time. Small enough that two threads end together, large enough to be worth asking for. */
export const batchSize = 40;
/** Below this many files a second thread ends later than the first would have alone (measured). */
const worthAThread = 400;

/** What a second thread is told: which files there are, and which batch is the next to take. */
export interface ThreadTask {
  readonly root: string;
  readonly files: readonly string[];
  readonly options: ProjectOptions;
  readonly choices: CheckChoices;
  /** One counter, shared by the threads. */
  readonly next: Int32Array;
}

/** Results by the number of their batch. */
export type Batches = Map<number, CheckedFiles>;

/**
 * Judges one root in which every file is a history of its own, with a second thread where that pays. The
 * threads take batches in turn; what a thread that failed leaves undone is done here.
 */
export async function checkApart(
  scope: RootScope,
  options: ProjectOptions,
  choices: CheckChoices,
): Promise<CheckedFiles> {
  const files = [...(scope.files ?? scope.analyser.project.files)]
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const helping =
    files.length < worthAThread ? null : startThread({ root: scope.root, files, options, choices, next });
  const done = takeBatches(files, next, (batch) => checkFiles(scope.analyser, batch, choices));
  for (const [batch, checked] of (await helping) ?? []) done.set(batch, checked);
  const batches = Array.from(
    { length: Math.ceil(files.length / batchSize) },
    (_, batch) => done.get(batch) ?? checkFiles(scope.analyser, batchOf(files, batch), choices),
  );
  return together(batches);
}

/** Takes the next batch until none is left. */
export function takeBatches(
  files: readonly string[],
  next: Int32Array,
  check: (files: ReadonlySet<string>) => CheckedFiles,
): Batches {
  const done: Batches = new Map();
  for (;;) {
    const batch = Atomics.add(next, 0, 1);
    const taken = batchOf(files, batch);
    if (taken.size === 0) return done;
    done.set(batch, check(taken));
  }
}

function batchOf(files: readonly string[], batch: number): ReadonlySet<string> {
  return new Set(files.slice(batch * batchSize, (batch + 1) * batchSize));
}

/** The bundle itself is the thread's program: `main.ts` sees that it is not the first. */
function startThread(task: ThreadTask): Promise<Batches | null> {
  return new Promise((resolve) => {
    const thread = new Worker(__filename, { workerData: task });
    thread.once('message', (batches: Batches) => resolve(batches));
    thread.once('error', () => resolve(null));
    thread.once('exit', () => resolve(null));
  });
}

function together(batches: readonly CheckedFiles[]): CheckedFiles {
  return {
    summary: totalOf(batches.map((batch) => batch.summary)),
    findings: batches.flatMap((batch) => batch.findings),
    notAnalysed: batches.flatMap((batch) => batch.notAnalysed),
  };
}
