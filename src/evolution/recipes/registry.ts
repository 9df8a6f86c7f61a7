import type { EvolutionKind } from '../../model/evolution';
import { changeColumnType } from './change-column-type';
import { makeRequired } from './make-required';
import { renameTable } from './rename-table';
import { makeUnique } from './make-unique';
import { addForeignKey } from './add-foreign-key';
import { dropColumn } from './drop-column';
import { dropTable } from './drop-table';
import { changeDefault } from './change-default';
import { replaceIndex } from './replace-index';
import { backfill } from './backfill';
import { columnsToJson } from './columns-to-json';
import { jsonToColumns } from './json-to-columns';
import { mergeColumns } from './merge-columns';
import { splitColumn } from './split-column';
import { addEnumValue } from './add-enum-value';
import { removeEnumValue, renameEnumValue } from './retire-enum-value';
import { addPrimaryKey } from './add-primary-key';
import { replacePrimaryKey } from './replace-primary-key';
import { redefineColumn } from './redefine-column';
import { rebuildTable } from './rebuild-table';
import { moveColumn } from './move-column';
import { extractTable } from './extract-table';
import { enumToLookupTable } from './enum-to-lookup-table';
import type { Recipe } from './recipe';
import { renameColumnRecipe } from './rename-column';

/** Every recipe, in the order lists show them. */
export const recipes: readonly Recipe[] = [
  renameColumnRecipe,
  changeColumnType,
  splitColumn,
  mergeColumns,
  columnsToJson,
  jsonToColumns,
  moveColumn,
  extractTable,
  makeRequired,
  renameTable,
  makeUnique,
  addForeignKey,
  dropColumn,
  dropTable,
  changeDefault,
  replaceIndex,
  backfill,
  addEnumValue,
  renameEnumValue,
  removeEnumValue,
  addPrimaryKey,
  replacePrimaryKey,
  redefineColumn,
  rebuildTable,
  enumToLookupTable,
];

/** The recipe of a kind; null: there is none. */
export function recipeOf(kind: EvolutionKind): Recipe | null {
  return recipes.find((one) => one.kind === kind) ?? null;
}
