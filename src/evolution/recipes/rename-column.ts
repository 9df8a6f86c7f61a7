import type { ColumnSql } from './column-sql';
import { columnPlan } from './column-plan';
import { evolutionFolder, newFile, replaceStatement } from './files';
import { stageHeader } from './header';
import { mysqlColumnSql } from './mysql/rename-column-sql';
import { onlyRenames } from './mysql/only-renames';
import { postgresColumnSql } from './postgres/rename-column-sql';
import { prismaEdits } from './prisma';
import { refuseColumn } from './refuse-column';
import { renamedColumn, type RenamedColumn } from './renamed-column';
import type { Evolution, Refusal, RenameColumnInput } from './recipe';
import { writePlan } from '../plan-file';

/**
 * The stages that lead to the same place as `RENAME COLUMN`, with old and new versions of the application
 * working in between; or why they are not offered. Edits replace the rename in its migration and create the
 * plan and the stages that are not due yet.
 */
export function renameColumn(input: RenameColumnInput): Evolution | Refusal {
  const facts = renamedColumn(input);
  if (facts === null)
    return {
      refused: 'The column is not known from the history, so its type and constraints are not either.',
    };
  if (facts.dialect === 'sqlite')
    return { refused: 'SQLite has one writer and no online schema change: stages would gain nothing.' };
  const refused = refuseColumn(input, facts) ?? onlyRenames(input, facts);
  if (refused !== null) return { refused };
  const sql =
    facts.dialect === 'postgres' ? postgresColumnSql(facts) : mysqlColumnSql(facts, input.history.framework);
  return 'refused' in sql ? sql : written(input, facts, sql);
}

function written(input: RenameColumnInput, facts: RenamedColumn, sql: ColumnSql): Evolution | Refusal {
  const { plan, files } = columnPlan(facts, sql, input.migration.file);
  const folder = evolutionFolder(
    `rename ${facts.table.name} ${facts.from} to ${facts.to}`,
    input.now,
    input.exists,
  );
  const expand = replaceStatement(input, sql.expand);
  if (expand === null) return { refused: 'The rename cannot be cut out of its statement.' };
  return {
    plan,
    planFile: `${folder}/plan.evolution.yml`,
    title: `Split the rename of ${facts.table.name}.${facts.from} into expand–contract steps`,
    edits: [
      expand,
      ...prismaEdits(input, facts),
      newFile(`${folder}/plan.evolution.yml`, writePlan(plan)),
      ...files.map((file) => {
        const stage = plan.stages.find((one) => one.file === file.name);
        return newFile(
          `${folder}/${file.name}`,
          (stage === undefined ? '' : stageHeader(plan, stage, facts)) + file.sql,
        );
      }),
    ],
  };
}
