import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Time and memory of `evolens check --isolated` beside squawk on the same files, in alternating runs.
// usage: tsx scripts/bench-check.ts FOLDER [RUNS] [SQUAWK]
// SQUAWK is the command of a squawk-cli installed elsewhere (npm i squawk-cli@2.66.0 in a folder of its own:
// its optional packages do not lock well, so it is no dependency of ours). Without it only ours is measured.

const [, , folder = '.', runs = '5', squawk] = process.argv;
const cli = path.join(__dirname, '../dist/cli.js');

interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
}

function measure(command: string, words: readonly string[]): Measured {
  const begun = performance.now();
  const run = spawnSync('/usr/bin/time', ['-f', '%M', command, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
  });
  const kilobytes = Number(/(\d+)\s*$/.exec(run.stderr)?.[1] ?? 0);
  return { milliseconds: performance.now() - begun, megabytes: kilobytes / 1024 };
}

const ours = (): Measured =>
  measure(process.execPath, [cli, 'check', '--isolated', '--dialect', 'postgres', '--format', 'json', '.']);
const theirs = (): Measured => measure(squawk ?? '', ['--reporter', 'json', '**/*.sql']);

const found: { readonly ours: Measured[]; readonly theirs: Measured[] } = { ours: [], theirs: [] };
for (let run = 0; run < Number(runs); run++) {
  found.ours.push(ours());
  if (squawk !== undefined) found.theirs.push(theirs());
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(name: string, measured: readonly Measured[]): void {
  if (measured.length === 0) return;
  const times = measured.map((one) => one.milliseconds);
  const memory = Math.max(...measured.map((one) => one.megabytes));
  console.log(
    `${name}: median ${median(times).toFixed(0)} ms (${times.map((time) => time.toFixed(0)).join(', ')}), at most ${memory.toFixed(0)} MB`,
  );
}

report('evolens', found.ours);
report('squawk', found.theirs);
if (found.theirs.length > 0) {
  const ratio =
    median(found.ours.map((one) => one.milliseconds)) / median(found.theirs.map((one) => one.milliseconds));
  console.log(`ratio: ${ratio.toFixed(2)}`);
}
