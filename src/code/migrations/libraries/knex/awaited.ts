import type { Host, HostCall, Run } from '../../evaluate/host';
import { hosted, unknown, type Value } from '../../evaluate/values';

/** `.then(…)`, `.catch(…)` and `.finally(…)` of something that runs when it is awaited; undefined for any other method. */
export function awaited(run: Run, host: Host, call: HostCall): Value | undefined {
  const [first] = call.args;
  switch (call.name) {
    case 'then':
      host.settle?.();
      if (first === undefined) return hosted(host, call.place);
      return run.invoke(first, [unknown('the result', call.place)], call);
    // What happens on an error is not part of the migration.
    case 'catch':
      host.settle?.();
      run.seen(call);
      return unknown('the result', call.place);
    case 'finally':
      host.settle?.();
      return run.invoke(first, [], call);
    default:
      return undefined;
  }
}
