import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const cli = path.join(__dirname, '../../dist/cli.js');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** A folder of its own with these files, and the built command line in it (`npm run build` first). */
export class Scenario {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-cli-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  write(file: string, text: string): void {
    const target = path.join(this.folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }

  read(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), 'utf8');
  }

  run(...words: readonly string[]): Ran {
    return this.runIn('.', ...words);
  }

  runIn(folder: string, ...words: readonly string[]): Ran {
    const result = spawnSync(process.execPath, [cli, ...words], {
      cwd: path.join(this.folder, folder),
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { code: result.status, out: result.stdout, error: result.stderr };
  }

  git(...words: readonly string[]): void {
    const result = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], {
      cwd: this.folder,
      encoding: 'utf8',
    });
    if (result.status !== 0) throw new Error(result.stderr);
  }
}
