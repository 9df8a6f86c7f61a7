import type { HostCall, Run, Host } from '../evaluate/host';
import { hosted, unknown, type Value } from '../evaluate/values';
import type { MigrationLibrary } from '../library';

/** TypeORM: `up(queryRunner)`. */
export const typeorm: MigrationLibrary = {
  name: 'typeorm',
  open: (run, place) => ({ parameters: [hosted(queryRunner(run), place)] }),
};

function queryRunner(run: Run): Host {
  return {
    label: 'queryRunner',
    method: (call: HostCall): Value | undefined => {
      const [sql] = call.args;
      if (call.name !== 'query' || sql?.kind !== 'text') return undefined;
      run.emitRaw(call, sql);
      return unknown('the result of a query', call.place);
    },
  };
}
