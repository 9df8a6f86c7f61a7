import type { Column } from '../../../model/schema';
import { draftStage } from '../draft-stage';
import { columnDefinition } from '../mysql/column-definition';
import { limited } from '../names';
import { buildOnline } from '../online-index';
import type { Guard, Refusal } from '../recipe';
import { listed, quotedList, type KeyStages, type NewKey } from './new-key';

/** MySQL and MariaDB write the rows anew in the order of the key while others write; the server refuses to do it otherwise. */
export function mysqlKey(key: NewKey, guard: Guard): KeyStages | Refusal {
  const { columns, sql, old, quoted } = key;
  const unfit = columns.find((one) => /text|blob|json|geometry/i.test(one.type?.name ?? ''));
  if (unfit !== undefined)
    return { refused: `${unfit.name} is ${unfit.type?.text ?? ''}, which no key takes as a whole: give it a type with a length first (evolens plan change-column-type).` }; // prettier-ignore
  const empty = columns.filter((one) => one.nullable);
  const computed = empty.find((one) => one.generated !== null || one.type === null);
  if (computed !== undefined)
    return { refused: `${computed.name} may be NULL and is generated, or of a type that the history does not say: make it NOT NULL in its definition first.` }; // prettier-ignore
  const modify = (column: Column, nullable: boolean): string =>
    `MODIFY COLUMN ${quoted(column.name)} ${columnDefinition({ ...key, column, name: quoted(column.name) }, key.ground, { nullable, preset: column.default?.text ?? null })}`;
  const online = 'ALGORITHM=INPLACE, LOCK=NONE';
  const alter = (parts: readonly string[]): string => `ALTER TABLE ${sql} ${parts.join(', ')}`;
  const made = (drops: readonly string[]): string =>
    alter([...drops, ...empty.map((one) => modify(one, false)), `ADD PRIMARY KEY (${quotedList(key)})`, online]);
  if (old === null)
    return {
      verify: [],
      contract: [
        draftStage('contract', {
          label: 'key',
          statements: [made([])],
          guard,
          application: 'Nothing to do. The rows are written anew while others write: disk space for them, and replication lag.',
          verification: guard.count,
          rollback: [
            alter(['DROP PRIMARY KEY', ...empty.map((one) => modify(one, true)), 'ALGORITHM=COPY, LOCK=SHARED']),
          ],
          rollbackNote: 'Writers wait while the table is copied: there is no other way to take a key away.',
        }),
      ],
    };
  const unique = limited(`${key.table.name}_${old.columns.join('_')}`, '_key', key.dialect);
  const oldList = old.columns.map(quoted);
  const ofOld = { name: unique, columns: oldList, unique: true, method: 'btree', includes: [], nullsNotDistinct: false, tail: '', where: null }; // prettier-ignore
  return {
    verify: [],
    contract: [
      draftStage('contract', { label: 'old-key', ...buildOnline(key, ofOld) }),
      draftStage('contract', {
        label: 'key',
        statements: [made(['DROP PRIMARY KEY'])],
        guard,
        application: `Nothing to do: ${old.columns.join(', ')} stays unique and required. The rows are written anew while others write: disk space for them, and replication lag.`,
        verification: guard.count,
        rollback: [
          alter(['DROP PRIMARY KEY', ...empty.map((one) => modify(one, true)), `ADD PRIMARY KEY (${oldList.join(', ')})`, online]),
        ],
        rollbackNote: `The old key is the primary key again; ${listed(key)} may be shared again.`,
      }),
    ],
  };
} // prettier-ignore
