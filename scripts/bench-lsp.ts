import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LanguageClient } from '../test/server/language-client';

// Latency at the LSP boundary: didChange to publishDiagnostics in a 1,000-line migration at the end of a history,
// without the typing pause, at rotating places. usage: tsx scripts/bench-lsp.ts [HISTORY-FOLDER] [EDITS]
// HISTORY-FOLDER is copied; default: the Prisma history of examples/shop.

const historyFolder = path.resolve(
  process.argv[2] ?? path.join(__dirname, '../examples/shop/prisma/migrations'),
);
const edits = Number(process.argv[3] ?? 300);
const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-bench-'));
fs.cpSync(historyFolder, path.join(workspace, 'prisma/migrations'), { recursive: true });
fs.writeFileSync(path.join(workspace, 'evolens.yml'), 'dialect: postgres\nreleased: none\n');

const big = 'prisma/migrations/20991231000000_big/migration.sql';
const lines = Array.from({ length: 250 }, (_, n) => [
  `-- step ${n}`,
  `CREATE TABLE t${n} (id bigint PRIMARY KEY, a text, b integer);`,
  `ALTER TABLE t${n} ADD COLUMN c integer NOT NULL DEFAULT 0;`,
  n % 3 === 0 ? `UPDATE t${n % 7} SET a = 'x' WHERE id = ${n};` : `DROP TABLE IF EXISTS gone${n};`,
]).flat();

async function main(): Promise<void> {
  fs.mkdirSync(path.dirname(path.join(workspace, big)), { recursive: true });
  fs.writeFileSync(path.join(workspace, big), lines.join('\n'));
  const client = new LanguageClient(workspace);
  await client.start();
  const opened = performance.now();
  await client.open(big, lines.join('\n'));
  const first = await client.diagnostics(big);
  console.log(`open: ${(performance.now() - opened).toFixed(0)} ms, ${first.length} diagnostics`);
  await new Promise((resolve) => setTimeout(resolve, 2000)); // the second round indexes the code once
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit++) times.push(await timeEdit(client, edit));
  client.stop();
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  console.log(
    `${edits} edits in ${lines.length} lines: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`,
  );
}

function timeEdit(client: LanguageClient, edit: number): Promise<number> {
  const line = edit % 2 === 0 ? ((edit * 37) % (lines.length / 4)) * 4 + 2 : (edit * 37) % lines.length;
  const version = edit + 2;
  return new Promise((resolve) => {
    const begun = performance.now();
    const listener = client.connection.onNotification(
      'textDocument/publishDiagnostics',
      (params: { version?: number }) => {
        if (params.version !== version) return;
        listener.dispose();
        resolve(performance.now() - begun);
      },
    );
    void client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: client.uri(big), version },
      contentChanges: [edited(line)],
    });
  });
}

/** Every second edit changes a statement (a letter more in a column's name), the others the space before one. */
function edited(line: number): object {
  const text = lines[line] ?? '';
  const inside = text.indexOf('ADD COLUMN ');
  const character = inside < 0 ? 0 : inside + 'ADD COLUMN '.length;
  const position = { line, character };
  return { range: { start: position, end: position }, text: inside < 0 ? ' ' : 'x' };
}

void main().then(() => process.exit(0));
