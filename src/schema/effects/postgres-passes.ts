import type { Origin, Schema } from '../../model/schema';
import type { SchemaChange } from '../../model/schema-change';
import type { StatementReading } from '../../model/statement';
import { applyChange } from '../replay';

/**
 * The schema that one action of an ALTER TABLE of Postgres finds. The actions are not carried out as written
 * but in passes (tablecmds.c, AlterTablePass): what is dropped goes first, so SET NOT NULL finds no CHECK that
 * the same statement drops. Null: the order is as written.
 */
export function schemaInItsPass(
  start: Schema,
  reading: StatementReading,
  changeIndex: number,
  origin: Origin,
): Schema | null {
  const { changes } = reading;
  const own = changes[changeIndex];
  if (own === undefined || changes.length < 2 || !/^\s*ALTER\s+(?:FOREIGN\s+)?TABLE\b/i.test(reading.text))
    return null;
  const comesBefore = (other: SchemaChange, index: number): boolean =>
    passOf(other) < passOf(own) || (passOf(other) === passOf(own) && index < changeIndex);
  if (changes.every((other, index) => comesBefore(other, index) === index < changeIndex)) return null;
  return changes
    .filter(comesBefore)
    .sort((one, other) => passOf(one) - passOf(other))
    .reduce((schema, change) => applyChange(schema, change, origin), start);
}

function passOf(change: SchemaChange): number {
  switch (change.kind) {
    case 'drop-column':
    case 'drop-constraint':
    case 'drop-not-null':
    case 'drop-default':
    case 'drop-identity':
    case 'drop-generated':
      return 0;
    case 'alter-column-type':
      return 1;
    case 'add-column':
      return 2;
    case 'set-generated':
      return 3;
    case 'set-not-null':
    case 'set-identity':
      return 7;
    case 'add-constraint': {
      const { type } = change.constraint;
      if (type === 'not-null') return 6;
      return type === 'check' || type === 'foreign-key' ? 10 : 8;
    }
    case 'set-default':
      return 10;
    default:
      return 11;
  }
}
