import type { Plan } from '../../model/evolution';
import type { History, Migration } from '../../model/migration';
import type { Schema } from '../../model/schema';
import type { ChangeOf } from '../../model/schema-change';
import type { Statement } from '../../model/statement';
import type { TextEdit } from '../../model/text';

/** What a recipe looks at. A FixContext of a rule fits as it is. */
export interface RenameInput<C> {
  readonly history: History;
  readonly migration: Migration;
  readonly statement: Statement;
  /** Indexes of the statement in its script and of the change in its reading. */
  readonly index: number;
  readonly changeIndex: number;
  readonly change: C;
  /** Just before the change. */
  readonly before: Schema;
  /** Dates the folder and new files. */
  readonly now: Date;
  textOf: (file: string) => string | null;
  exists: (file: string) => boolean;
}

/** `ALTER TABLE … RENAME COLUMN`, and CHANGE of MySQL and MariaDB where it only renames. */
export type RenameColumnInput = RenameInput<ChangeOf<'rename-column'> | ChangeOf<'redefine-column'>>;
export type RenameTableInput = RenameInput<ChangeOf<'rename-table'>>;

/** The files that carry a change through its stages. `edits` hold all of them. */
export interface Evolution {
  readonly plan: Plan;
  readonly planFile: string;
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Why no stages are offered: a full sentence. */
export interface Refusal {
  readonly refused: string;
}

export function isRefusal(result: Evolution | Refusal): result is Refusal {
  return 'refused' in result;
}

/** One SQL file that is not due yet. */
export interface StageFile {
  readonly name: string;
  readonly sql: string;
}
