import type { TextEdit } from '../../model/text';
import { fileBody } from '../../migrations/file-body';
import { nextMigrationFile } from '../../migrations/naming';
import { frameworkNamed } from '../../migrations/frameworks/registry';
import type { AskingStatement, DraftEvolution, DraftStage, Ground, Refusal } from '../recipes/recipe';
import { limitsWaiting, modeAround, replaceAsking, standsAlone } from './asking';
import { replaceAskingCall } from './asking-in-code';
import { framed } from './framed';
import { isForRunner, modeOfNew, newMigration, type Manner } from './manner';
import { wayBackRefused } from './one-way';
import { exchangedDown, type ExchangedDown } from './stale-down';

/** What is written where the runner looks. */
export interface Placed {
  readonly edits: readonly TextEdit[];
  /** The migration that holds the stage; null: no stage is due. */
  readonly migration: string | null;
  /** A file that did not exist. */
  readonly created: string | null;
  /** The migration that asks keeps a way back that was written for the change in one step. */
  readonly staleDown: boolean;
}

/** The stage that may run at the next deploy: the first that has SQL, when nothing has to hold before it. */
export function dueStage(draft: DraftEvolution, manner: Manner): DraftStage | null {
  const at = draft.stages.findIndex((stage) => stage.statements.length > 0);
  const first = draft.stages[at];
  if (first === undefined || first.preconditions.length > 0 || !isForRunner(first, manner)) return null;
  return draft.stages.slice(0, at).every((stage) => stage.done) ? first : null;
}

/**
 * The due stage in the place of the statement that asks; as a new migration where nobody asks, or where it cannot
 * run in that place. Where no stage is due, the statement that asks goes.
 */
export function placeDueStage(
  stage: DraftStage | null,
  draft: DraftEvolution,
  ground: Ground,
  manner: Manner,
  planFile: string,
): Placed | Refusal {
  const { asking } = ground;
  if (asking === null) return stage === null ? nothing : asNewMigration(stage, draft, ground, manner);
  const note = `${draft.name.replaceAll('\n', ' ')}: in stages, see ${planFile}`;
  if (stage !== null && fitsInPlace(stage, asking)) {
    const statements = statementsInPlace(stage, asking, ground);
    const edits = exchanged(asking, ground, statements, note);
    const down = downOf(asking, ground, stage, note, manner);
    if (edits !== null)
      return {
        edits: [...edits, ...down.edits],
        migration: asking.migration.file,
        created: null,
        staleDown: down.stale,
      };
  }
  const gone = exchanged(asking, ground, [], note);
  if (gone === null) return cannotBeCut;
  const down = downOf(asking, ground, null, note, manner);
  const left = [...gone, ...down.edits];
  if (stage === null) return { edits: left, migration: null, created: null, staleDown: down.stale };
  const placed = asNewMigration(stage, draft, ground, manner);
  return 'refused' in placed
    ? placed
    : { ...placed, edits: [...left, ...placed.edits], staleDown: down.stale };
}

function downOf(
  asking: AskingStatement,
  { history }: Ground,
  stage: DraftStage | null,
  note: string,
  manner: Manner,
): ExchangedDown {
  return exchangedDown(asking, history, stage, note, (file) => manner.textOf(file));
}

/** The edits that put statements, or only a note, where the change is asked for; null: it cannot be cut out. */
function exchanged(
  asking: AskingStatement,
  { history }: Ground,
  statements: readonly string[],
  note: string,
): readonly TextEdit[] | null {
  if (asking.migration.embedding !== null) return replaceAskingCall(asking, history, statements, note);
  const { dialect } = asking.migration.script;
  const text =
    statements.length === 0
      ? leftBehind(asking, note)
      : fileBody(statements, dialect, frameworkNamed(history.framework));
  const edit = replaceAsking(asking, text);
  return edit === null ? null : [edit];
}

const nothing: Placed = { edits: [], migration: null, created: null, staleDown: false };
const cannotBeCut: Refusal = {
  refused: 'The change cannot be cut out of its statement. Move it into a statement of its own first.',
};

/** What must be outside a transaction has to find itself outside one. */
function fitsInPlace(stage: DraftStage, asking: AskingStatement): boolean {
  if (stage.frame === 'transaction' || asking.migration.script.dialect !== 'postgres') return true;
  const mode = modeAround(asking);
  if (mode === 'autocommit') return true;
  return (
    mode === 'single-query' && standsAlone(asking) && stage.statements.length === 1 && stage.guard === null
  );
}

function statementsInPlace(stage: DraftStage, asking: AskingStatement, ground: Ground): readonly string[] {
  return framed(stage, {
    dialect: asking.migration.script.dialect,
    mode: modeAround(asking),
    lockTimeoutMilliseconds: limitsWaiting(asking) ? 0 : ground.options.lockTimeoutMilliseconds,
  });
}

/** A comment in the place of the statement; the drivers of MySQL and SQLite refuse a file without any statement. */
function leftBehind(asking: AskingStatement, note: string): string {
  const { dialect } = asking.migration.script;
  if (dialect === 'postgres' || !standsAlone(asking)) return `-- ${note}`;
  return `-- ${note}\n${dialect === 'sqlite' ? 'SELECT 1' : 'DO 0'};`;
}

function asNewMigration(
  stage: DraftStage,
  draft: DraftEvolution,
  ground: Ground,
  manner: Manner,
): Placed | Refusal {
  const statements = framed(stage, {
    dialect: ground.history.target.dialect,
    mode: modeOfNew(ground.history),
    lockTimeoutMilliseconds: ground.options.lockTimeoutMilliseconds,
  });
  const written = newMigration(
    manner,
    `${stage.label} ${draft.name}`,
    statements.map((statement) => `${statement};`),
    stage.frame,
    { down: stage.oneWay ? [] : stage.rollback, ...wayBackRefused(stage, draft.name) },
  );
  const file = written?.files[0]?.file;
  if (written === null || file === undefined)
    return {
      refused: `How migrations of ${ground.history.folder} are written is not known well enough to add one. Write ${nextMigrationFile(ground.history, draft.name, manner.now).file} by hand; what it has to run is:\n${statements.map((statement) => `${statement};`).join('\n')}`,
    };
  return { edits: written.edits, migration: file, created: file, staleDown: false };
}
