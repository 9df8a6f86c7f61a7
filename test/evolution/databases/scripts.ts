import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Work } from '../writing/project';

/** How a run of a script ended, and what it said. */
export interface ScriptRun {
  readonly lines: readonly string[];
  readonly errors: string;
  readonly code: number | null;
}

/** The script of a backfill that a plan has: its file, and its stage's number. */
export function scriptOf(work: Work): string {
  const at = work.plan.stages.findIndex((stage) => stage.name === 'backfill');
  const stage = work.plan.stages[at];
  assert.ok(stage?.file != null);
  assert.equal(stage.run, 'by-hand');
  return work.planFile.replace(/[^/]*$/, stage.file);
}

/** Runs a script as its header says; `heard` is told of each line, with what ends the process. */
export async function runScript(
  folder: string,
  file: string,
  environment: Readonly<Record<string, string>>,
  heard: (line: string, end: (signal: NodeJS.Signals) => void, count: number) => void = () => undefined,
): Promise<ScriptRun> {
  const runner = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...runner, path.join(folder, file)], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let rest = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = `${rest}${chunk.toString()}`.split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      lines.push(line);
      heard(line, (signal) => child.kill(signal), lines.length);
    }
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { lines, errors, code };
}
