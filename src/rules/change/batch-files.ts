import type { CodeIndex } from '../../model/code';

/** Folders and names of what a clock, a queue or a person starts. */
const batchPath =
  /(?:^|\/)(?:jobs?|crons?|cronjobs?|queues?|workers?|schedulers?|scheduled|tasks?|batch(?:es)?|processors?|reports?|scripts?|bin)(?:\/|$)|[.-](?:job|cron|worker|processor|task|queue|report)\.[cm]?[jt]sx?$/i;
const neverBatch =
  /(?:^|\/)(?:migrations?|seeds?|seeders?|tests?|__tests__|e2e|fixtures?)(?:\/|$)|[.-](?:test|spec)\./i;

const known = new WeakMap<CodeIndex, ReadonlySet<string>>();

/** Whether a file is run by a clock, a queue or by hand: by its place, or because its queries are. Migrations, seeds and tests are not meant. */
export function isBatchFile(code: CodeIndex, file: string): boolean {
  if (neverBatch.test(file)) return false;
  if (batchPath.test(file)) return true;
  let files = known.get(code);
  if (!files) known.set(code, (files = filesOfJobs(code)));
  return files.has(file);
}

function filesOfJobs(code: CodeIndex): ReadonlySet<string> {
  return new Set(code.queries.flatMap((query) => (code.roleOf(query) === 'job' ? [query.file] : [])));
}
