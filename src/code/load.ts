import type { TextEdit } from '../model/text';
import type * as Confirmation from './confirm/confirm-calls';
import type { BatchRequest } from './edits/batch-read/batch-read';
import type { HelperRequest } from './edits/batch-read/batch-helper';
import type { LoadRequest } from './edits/batch-load/batch-load';
import type { batchWrite, WriteRequest } from './edits/batch-write/batch-write';
import type { DualWriteRequest } from './edits/both-shapes/dual-write';
import type { CreationRequest } from './edits/batch-write/look-then-create';
import type { FallbackRequest } from './edits/both-shapes/read-with-fallback';
import type { FileFacts } from './facts';
import type { MigrationCode } from './migrations/migration-code';
import type { MigrationSource } from './migrations/read-migration';

export interface CodeReader {
  readCodeFile(file: string, text: string): FileFacts;
  readMigrationCode(input: MigrationSource): MigrationCode;
  batchRead(request: BatchRequest): readonly TextEdit[] | null;
  batchCount(request: BatchRequest): readonly TextEdit[] | null;
  batchHelper(request: HelperRequest): readonly TextEdit[] | null;
  batchWrite(request: WriteRequest): ReturnType<typeof batchWrite>;
  lookThenCreate(request: CreationRequest): readonly TextEdit[] | null;
  batchLoad(request: LoadRequest): readonly TextEdit[] | null;
  dualWrite(request: DualWriteRequest): readonly TextEdit[] | null;
  readWithFallback(request: FallbackRequest): readonly TextEdit[] | null;
}

let reader: CodeReader | null = null;

/** Loads the TypeScript reader on first need: it takes a quarter of a second and 7 MB, so a bundle keeps it in a file of its own. */
export function loadCodeReader(): CodeReader {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would load ts-morph with everything else
  reader ??= require('./readers') as CodeReader;
  return reader;
}

let checker: typeof Confirmation | null = null;

/** Loads the type checker, for the optional confirmation by types: a second and 60 MB, so a bundle keeps it in a file of its own. */
export function loadChecker(): typeof Confirmation {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where it is asked for
  checker ??= require('./confirm/confirm-calls') as typeof Confirmation;
  return checker;
}
