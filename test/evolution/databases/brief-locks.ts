import assert from 'node:assert/strict';
import type { DraftEvolution, DraftStage, Ground } from '../../../src/evolution/recipes/recipe';
import type { Effect } from '../../../src/model/effect';
import type { History } from '../../../src/model/migration';
import { writtenName } from '../../../src/schema/lookup';
import { effectsInPlace, HistoryReplay } from '../../../src/schema/replay-history';
import type { SqlReader } from '../../../src/sql/reader';

const keepsWritersOut: ReadonlySet<string | null> = new Set([
  'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE', 'SHARED',
]); // prettier-ignore

/**
 * No stage reads or writes a whole table while it keeps writers out of it, as the model of effects knows it, which the
 * oracle holds against real servers. Of a transaction all locks count until its end.
 */
export function assertBriefLocks(reader: SqlReader, draft: DraftEvolution, ground: Ground): void {
  const stages = draft.stages.filter((stage) => stage.statements.length > 0);
  const { dialect } = ground.before;
  const history = withStages(reader, stages, ground);
  const replayed = new HistoryReplay().replay(history);
  const first = history.migrations.length - stages.length;
  // What an evolution makes itself, a checkpoint or a table of values, nobody else writes yet.
  const known = new Set([...ground.before.tables.values()].map(writtenName));
  stages.forEach((stage, at) => {
    const migration = history.migrations[first + at]!;
    const together = stage.frame === 'transaction' && dialect === 'postgres';
    let held = new Set<string>();
    let statement = -1;
    for (const change of replayed[first + at]!.changes) {
      if (!together && change.statement !== statement) held = new Set();
      statement = change.statement;
      const { effects } = effectsInPlace(history, migration, change);
      for (const effect of effects) {
        if (keepsWritersOut.has(effect.lock)) held.add(effect.table);
        const isLong = takesLong(effect) && held.has(effect.table) && known.has(effect.table);
        const text = migration.script.statements[change.statement]!.reading.text;
        assert.ok(
          !isLong || isRefusedElse(text) || allowed(stage, dialect),
          `${stage.label} keeps writers out for long: ${text}`,
        );
      }
    }
  });
}

function takesLong({ rewrite, scan, indexBuild, validates }: Effect): boolean {
  return rewrite || scan || indexBuild || validates;
}

/** The server itself refuses what would keep writers out where it is asked not to. */
function isRefusedElse(text: string): boolean {
  return /\bLOCK=NONE\b|ALGORITHM=INSTANT\b/.test(text);
}

/** MySQL and MariaDB: contract may copy a table where it asks for that by name, and says so to the application. */
function allowed(stage: DraftStage, dialect: string): boolean {
  const asked =
    stage.statements.some((one) => one.includes('ALGORITHM=COPY')) && /wait/.test(stage.application);
  return dialect !== 'postgres' && stage.name === 'contract' && asked;
}

function withStages(reader: SqlReader, stages: readonly DraftStage[], ground: Ground): History {
  const { history, asking } = ground;
  const before = history.migrations.filter((one) => one.id !== asking?.migration.id);
  const last = history.migrations[0]!;
  const made = stages.map((stage, at) => {
    const text = stage.statements.map((one) => `${one};`).join('\n');
    return {
      ...last,
      id: `stage-${at}`,
      file: `migrations/stage-${at}.sql`,
      order: before.length + at,
      released: false,
      transaction: stage.frame === 'transaction' ? ('wrapped' as const) : ('autocommit' as const),
      script: reader.readScript(text, ground.before.dialect),
    };
  });
  return { ...history, migrations: [...before, ...made] };
}
