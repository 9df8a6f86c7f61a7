import type { Dialect } from '../../../model/dialect';
import type { Host, HostCall } from '../evaluate/host';
import { booleanOf, hosted, record, type Value } from '../evaluate/values';
import type { MigrationLibrary } from '../library';
import { mysqlFor } from './typeorm/mysql';
import { postgres } from './typeorm/postgres';
import { queryRunnerHost } from './typeorm/query-runner';
import { sqlite } from './typeorm/sqlite';
import { TransactionDepth } from './typeorm/transactions';
import type { TypeormSql } from './typeorm/typeorm-sql';

/** TypeORM: `up(queryRunner)` of a class. */
export const typeorm: MigrationLibrary = {
  name: 'typeorm',
  open(run, place) {
    const depth = new TransactionDepth(run);
    return {
      parameters: [hosted(queryRunnerHost(run, sqlOf(run.dialect), depth), place)],
      imported: (module, name) => (module === 'typeorm' ? exported(name) : null),
      begin: (self) => {
        if (self?.kind === 'record' && booleanOf(self.entries.get('transaction')) === false)
          depth.beginWithNone();
      },
    };
  },
};

function sqlOf(dialect: Dialect): TypeormSql {
  if (dialect === 'postgres') return postgres;
  return dialect === 'sqlite' ? sqlite : mysqlFor(dialect);
}

const classes = new Set([
  'Table',
  'TableColumn',
  'TableIndex',
  'TableForeignKey',
  'TableUnique',
  'TableCheck',
  'TableExclusion',
  'View',
]);

/** The classes of the schema builder keep the options they are made with. */
function exported(name: string): Host | null {
  if (name === '*')
    return { label: 'typeorm', harmless: true, property: (own, place) => exportedValue(own, place) };
  if (!classes.has(name)) return null;
  return { label: name, harmless: true, construct: described };
}

function exportedValue(name: string, place: Value['place']): Value | undefined {
  const host = exported(name);
  return host === null ? undefined : hosted(host, place);
}

function described({ args, place }: HostCall): Value | undefined {
  const [options] = args;
  return options?.kind === 'record' ? { ...record(options.entries, place, options.complete) } : options;
}
