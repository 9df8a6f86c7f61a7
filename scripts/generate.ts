import fs from 'node:fs';
import path from 'node:path';
import { configurationJsonSchema } from '../src/workspace/configuration';
import { generatedDocs } from './generate-docs';
import { schemas, schemaText } from './generate-schemas';

// `npm run generate` writes what is generated; with --check it changes nothing and fails when a file differs.

const root = path.join(__dirname, '..');

function generated(): ReadonlyMap<string, string> {
  return new Map([
    ...generatedDocs(root),
    ['media/evolens.schema.json', schemaText(configurationJsonSchema)],
    ...Object.entries(schemas).map(([file, make]): [string, string] => [file, schemaText(make)]),
  ]);
}

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [file, text] of generated()) {
  const target = path.join(root, file);
  const current = fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : null;
  if (current === text) continue;
  stale.push(file);
  if (!check) fs.writeFileSync(target, text);
}
if (check && stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run \`npm run generate\` and commit what it writes.`);
  process.exitCode = 1;
}
