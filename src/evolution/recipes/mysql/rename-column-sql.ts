import type { FrameworkName } from '../../../model/migration';
import type { ColumnSql } from '../column-sql';
import type { Refusal } from '../recipe';
import type { RenamedColumn } from '../renamed-column';

export function mysqlColumnSql(_facts: RenamedColumn, _framework: FrameworkName): ColumnSql | Refusal {
  return { refused: 'not yet' };
}
