import type { Dialect } from '../../../src/model/dialect';
import type { Schema } from '../../../src/model/schema';
import { applyReading } from '../../../src/schema/replay';
import type { SqlReader } from '../../../src/sql/reader';

/** The schema after one text more. */
export function replayed(
  reader: SqlReader,
  schema: Schema,
  text: string,
  dialect: Dialect,
  migration = 'history',
): Schema {
  return reader
    .readScript(text, dialect)
    .statements.reduce(
      (current, { reading }, statement) => applyReading(current, reading, { migration, statement }),
      schema,
    );
}
