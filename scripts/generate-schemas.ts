import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planJsonSchema } from '../src/evolution/plan-schema';

// JSON Schemas in media/ are made from the zod schemas that read the files; a test fails when they differ.
export const schemas: Readonly<Record<string, () => unknown>> = {
  'media/plan.schema.json': planJsonSchema,
};

export function schemaText(make: () => unknown): string {
  return `${JSON.stringify(make(), null, 2)}\n`;
}

if (process.argv[1]?.endsWith('generate-schemas.ts') === true) {
  for (const [file, make] of Object.entries(schemas))
    writeFileSync(join(__dirname, '..', file), schemaText(make));
}
