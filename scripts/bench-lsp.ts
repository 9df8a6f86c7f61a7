import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LanguageClient } from '../test/server/language-client';
import { bigFile as big, bigLines as lines, editOf } from './big-migration';

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
  const { line, character, text } = editOf(edit);
  const position = { line, character };
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
      contentChanges: [{ range: { start: position, end: position }, text }],
    });
  });
}

void main().then(() => process.exit(0));
