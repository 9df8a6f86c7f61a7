// How much of the SQL below some folders is read, and how fast; one table for each dialect.
// Usage: npm run measure:reading -- FOLDER… [--all] [--dialect postgres|mysql|mariadb|sqlite]
//   without --all: the migrations that the product finds; with it: every .sql file, each for itself.
import fs from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { dialects, type Dialect } from '../src/model/dialect';
import type { SqlScript, Unread } from '../src/model/statement';
import { databaseByName } from '../src/sql/database-by-name';
import { dialectBySyntax } from '../src/sql/detect-dialect';
import { foreignScript } from '../src/sql/foreign-script';
import type { SqlReader } from '../src/sql/reader';
import { createNodePorts } from '../src/workspace/node-roots';
import { createNodeSqlReader } from '../src/workspace/node-postgres';
import { Project } from '../src/workspace/project';

interface Reason {
  count: number;
  readonly example: string;
}

/** What was seen of one dialect. */
class Measure {
  files = 0;
  statements = 0;
  read = 0;
  /** Places outside every statement that hide something. */
  between = 0;
  milliseconds = 0;
  private readonly reasons = new Map<string, Reason>();

  add(file: string, script: SqlScript): void {
    this.files++;
    this.statements += script.statements.length;
    this.between += script.unread.length;
    for (const unread of script.unread) this.note(unread, file, script.text, 0);
    for (const { start, reading } of script.statements) {
      const [first] = reading.unread;
      if (first === undefined) this.read++;
      else this.note(first, file, script.text, start);
    }
  }

  private note(unread: Unread, file: string, text: string, start: number): void {
    const reason = unread.reason.replace(/what .+ stands for/s, 'what … stands for');
    const known = this.reasons.get(reason);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const at = start + unread.range.start;
    const line = text.slice(0, at).split('\n').length;
    const written = text
      .slice(at, start + unread.range.end)
      .replace(/\s+/g, ' ')
      .slice(0, 80);
    this.reasons.set(reason, { count: 1, example: `${file}:${String(line)}  ${written}` });
  }

  print(title: string): void {
    const share = this.statements === 0 ? 100 : (100 * this.read) / this.statements;
    console.log(
      `${title}: ${String(this.files)} files, ${String(this.statements)} statements, ${share.toFixed(3)} % fully read ` +
        `(${String(this.statements - this.read)} not), ${String(this.between)} places between statements, ` +
        `${this.milliseconds.toFixed(0)} ms`,
    );
    const worst = [...this.reasons].sort(([, one], [, other]) => other.count - one.count).slice(0, 20);
    for (const [reason, { count, example }] of worst)
      console.log(`  ${String(count).padStart(5)}  ${reason}\n         ${example}`);
  }
}

/** Everything that was seen. A unit of work that throws is a crash and does not end the run. */
class Measures {
  readonly crashes: string[] = [];
  private readonly foreign = new Map<string, number>();
  private readonly byDialect = new Map<Dialect, Measure>();

  of(dialect: Dialect): Measure {
    const measure = this.byDialect.get(dialect) ?? new Measure();
    this.byDialect.set(dialect, measure);
    return measure;
  }

  leaveAlone(database: string, files: number): void {
    this.foreign.set(database, (this.foreign.get(database) ?? 0) + files);
  }

  attempt(where: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.crashes.push(
        `${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }

  print(): void {
    for (const dialect of dialects) this.byDialect.get(dialect)?.print(dialect);
    for (const [database, files] of this.foreign)
      console.log(`${database}: ${String(files)} files left alone`);
    console.log(this.crashes.length === 0 ? 'no crash' : `${String(this.crashes.length)} crashes, such as`);
    for (const crash of this.crashes.slice(0, 5)) console.log(crash);
  }
}

/** The histories that the product finds and reads. */
function measureProject(folder: string, reader: SqlReader, dialect: Dialect | null, seen: Measures): void {
  const ports = createNodePorts(path.resolve(folder), { history: false, log: () => undefined });
  const project = new Project(ports, reader, { dialect, databaseVersion: null, isolated: false });
  for (const found of project.migrationFolders) {
    seen.attempt(path.join(folder, found.folder), () => {
      const from = performance.now();
      const { target, migrations } = project.history(found);
      const measure = seen.of(target.dialect);
      measure.milliseconds += performance.now() - from;
      for (const { file, script } of migrations) measure.add(path.join(folder, file), script);
    });
  }
  for (const { database, files } of project.foreign.count(null)) seen.leaveAlone(database, files);
}

/** Every .sql file by itself, in the dialect that its path or else its syntax names. */
function measureFiles(folder: string, reader: SqlReader, dialect: Dialect | null, seen: Measures): void {
  const ports = createNodePorts(path.resolve(folder), { history: false, log: () => undefined });
  for (const file of ports.files.list().filter((name) => /\.sql$/i.test(name))) {
    const named = databaseByName(file);
    if (dialect === null && named !== null && 'foreign' in named && named.isCertain) {
      seen.leaveAlone(named.foreign, 1);
      continue;
    }
    seen.attempt(path.join(folder, file), () => {
      const text = fs.readFileSync(path.join(folder, file), 'utf8');
      const byName = named !== null && 'dialect' in named ? named.dialect : null;
      const taken = dialect ?? byName ?? dialectBySyntax(text)?.dialect ?? 'postgres';
      const measure = seen.of(taken);
      const from = performance.now();
      const script = reader.readScript(text, taken);
      measure.milliseconds += performance.now() - from;
      const foreign = dialect === null ? foreignScript(script) : null;
      if (foreign === null) measure.add(path.join(folder, file), script);
      else seen.leaveAlone(foreign, 1);
    });
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { all: { type: 'boolean' }, dialect: { type: 'string' } },
    allowPositionals: true,
  });
  const dialect = dialects.find((name) => name === values.dialect) ?? null;
  if (positionals.length === 0 || (values.dialect !== undefined && dialect === null))
    throw new Error(`Give folders, and with --dialect one of ${dialects.join(', ')}.`);
  const reader = await createNodeSqlReader();
  const seen = new Measures();
  for (const folder of positionals)
    (values.all === true ? measureFiles : measureProject)(folder, reader, dialect, seen);
  seen.print();
  process.exitCode = seen.crashes.length === 0 ? 0 : 1;
}

void main();
