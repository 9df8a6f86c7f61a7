/** What needs TypeScript to read code; in one bundle, which is loaded when the first such file is read. */
export { readCodeFile } from './read-file';
export { readMigrationCode } from './migrations/read-migration';
export { batchCount, batchRead } from './edits/batch-read/batch-read';
export { batchHelper } from './edits/batch-read/batch-helper';
export { batchWrite } from './edits/batch-write/batch-write';
export { lookThenCreate } from './edits/batch-write/look-then-create';
export { batchLoad } from './edits/batch-load/batch-load';
export { dualWrite } from './edits/both-shapes/dual-write';
export { readWithFallback } from './edits/both-shapes/read-with-fallback';
