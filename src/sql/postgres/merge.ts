import type { SchemaChange } from '../../model/schema-change';
import type { MergeStmt } from './ast';
import { tableName } from './names';
import type { Source } from './source';

/** MERGE: one change for each thing it does to the target's rows; DO NOTHING does none. */
export function readMerge(statement: MergeStmt, source: Source): SchemaChange[] {
  if (statement.relation === undefined) return [];
  const table = tableName(statement.relation, source);
  const range = source.whole;
  const clauses = (statement.mergeWhenClauses ?? []).flatMap((node) =>
    'MergeWhenClause' in node ? [node.MergeWhenClause] : [],
  );
  const changes = clauses.flatMap((clause): SchemaChange[] => {
    const columns = (clause.targetList ?? []).flatMap((node) =>
      'ResTarget' in node && node.ResTarget.name !== undefined
        ? [source.identifierAt(source.at(node.ResTarget.location), node.ResTarget.name)]
        : [],
    );
    switch (clause.commandType) {
      case 'CMD_INSERT':
        return [{ kind: 'insert', range, table, columns, source: 'query' }];
      case 'CMD_UPDATE':
        return [{ kind: 'update', range, table, columns, where: 'some' }];
      case 'CMD_DELETE':
        return [{ kind: 'delete', range, table, where: 'some' }];
      default:
        return [];
    }
  });
  return changes.length > 0 ? changes : [{ kind: 'other', range, what: 'MERGE', tables: [table] }];
}
