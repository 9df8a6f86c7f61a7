import type { Dialect } from '../../model/dialect';
import type { Plan, PlanStage } from '../../model/evolution';
import type { History } from '../../model/migration';
import type { Schema } from '../../model/schema';
import type { SqlScript } from '../../model/statement';
import type { TextEdit } from '../../model/text';
import type { Frame } from '../../migrations/frameworks/framework';
import { writeMigrations } from '../../migrations/write-migration';
import { splitStatements } from '../../sql/split';
import { schemaFileEdits } from '../schema-files/schema-files';
import { wayBackRefused } from './one-way';
import { sealed } from './sealed';
import { codeManner, likeLast } from './manner';

/** What a stage needs to become a migration. */
export interface Promoting {
  readonly plan: Plan;
  readonly stage: PlanStage;
  /** The file of the stage, and its text. */
  readonly source: string;
  readonly sql: string;
  /** The history it goes to, and the schema that this ends in. */
  readonly history: History;
  readonly schema: Schema;
  readonly now: Date;
  /** Every file of the root. */
  readonly files: readonly string[];
  textOf(file: string): string | null;
  readSql(text: string): SqlScript;
}

/** The stage where the runner looks; `edits` hold what lists it and what declares its columns too. */
export interface Promoted {
  readonly migration: string;
  readonly edits: readonly TextEdit[];
}

/**
 * The stage as the next migration of its history, in the manner of its framework and with its way back; null when
 * the manner is not known, or the runner cannot run it as it must.
 */
export function promote(promoting: Promoting): Promoted | null {
  const { plan, stage, source, sql, history, now } = promoting;
  const { dialect } = history.target;
  const { statements, comments } = partsOf(sql, dialect);
  const written = writeMigrations(
    history,
    [
      {
        words: wordsOf(plan, stage, source),
        statements: statements.map((statement) => `${statement};`),
        frame: frameOf(statements, dialect),
        down: stage.oneWay ? [] : wayBackOf(stage.rollback, dialect),
        ...wayBackRefused(stage, plan.name),
        comments,
      },
    ],
    likeLast(history),
    now,
    (file) => promoting.textOf(file),
    codeManner(history),
  );
  const migration = written?.files[0]?.file;
  if (written === null || migration === undefined) return null;
  const ground = { history, before: promoting.schema, asking: null };
  const inPlace = {
    ground,
    statements: [...runByHand(promoting), ...statements],
    old: plan.old,
    surroundings: promoting,
  };
  return {
    migration,
    edits: sealed([...written.edits, ...schemaFileEdits(inPlace, migration).edits], history, promoting),
  };
}

/** What a person ran before this stage, so that no migration says it: the schema file follows with this one. */
function runByHand(promoting: Promoting): readonly string[] {
  const { plan, stage, source, history } = promoting;
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  const earlier = plan.stages.slice(0, plan.stages.indexOf(stage));
  return earlier
    .filter((one) => one.run === 'by-hand' && one.migration === null && one.file?.endsWith('.sql') === true)
    .flatMap(
      ({ file }) =>
        partsOf(promoting.textOf(`${folder}${file ?? ''}`) ?? '', history.target.dialect).statements,
    );
}

/** What the new file is called after. */
function wordsOf({ from, to, name }: Plan, stage: PlanStage, source: string): string {
  const label =
    source
      .split('/')
      .at(-1)
      ?.replace(/^\d+-|\.sql$/g, '') ?? '';
  const change = from !== null && to !== null ? `${from} to ${to}` : name;
  return `${label === stage.name ? '' : `${stage.name} `}${label} ${change}`;
}

interface Parts {
  /** Without terminators. */
  readonly statements: readonly string[];
  /** What the file says before its first statement, without the marks. */
  readonly comments: readonly string[];
}

function partsOf(sql: string, dialect: Dialect): Parts {
  const { pieces } = splitStatements(sql, dialect);
  const head = sql.slice(0, pieces[0]?.start ?? sql.length);
  const comments = head
    .split(/\r?\n/)
    .filter((line) => line.startsWith('--'))
    .map((line) => line.replace(/^--\s?/, ''));
  return { statements: pieces.map(({ start, end }) => sql.slice(start, end)), comments };
}

/** CONCURRENTLY and blocks that commit refuse a transaction around them. */
function frameOf(statements: readonly string[], dialect: Dialect): Frame {
  const refuses = (sql: string): boolean =>
    /^\s*(?:CREATE|DROP|REINDEX|REFRESH|ALTER)\b[^;(]*\bCONCURRENTLY\b/i.test(sql) ||
    (/^\s*DO\b/i.test(sql) && /\bCOMMIT\s*;/i.test(sql));
  return dialect === 'postgres' && statements.some(refuses) ? 'no-transaction' : 'transaction';
}

/** The rollback of a plan as a migration runs it: its runner begins and commits. */
function wayBackOf(rollback: string, dialect: Dialect): readonly string[] {
  return partsOf(rollback, dialect).statements.filter((sql) => !/^(?:BEGIN|COMMIT)\s*$/i.test(sql));
}
