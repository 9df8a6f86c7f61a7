import type { FrameworkName } from '../../model/migration';
import type { Range } from '../../model/text';
import type { Host, Run } from './evaluate/host';
import type { Value } from './evaluate/values';

/** What a library brings into one evaluation of `up`. */
export interface LibraryHandles {
  /** Arguments of `up`, in order: `queryRunner`, `knex`, `queryInterface` and `Sequelize`, … */
  readonly parameters: readonly Value[];
  /** Answers what the migration's class does not define itself: `this.addSql`. */
  readonly self?: Host;
  /** What an import or `require` of the library gives; null: not the library's. `name` is `default` or `*` for the module. */
  imported?(module: string, name: string): Host | null;
  /** Called before `up` runs, with its `this` and what else the file exports. */
  begin?(self: Value | null, exported: (name: string) => Value | undefined): void;
  /** Called when `up` has ended: what was collected is sent. */
  finish?(): void;
}

/** One library in whose words migrations are written. */
export interface MigrationLibrary {
  readonly name: FrameworkName;
  /** `place` is that of the `up` function's name or of the file's start: where handles stand. */
  open(run: Run, place: Range): LibraryHandles;
}
