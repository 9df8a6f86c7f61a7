import type { Fix } from '../../model/finding';
import type { Constraint } from '../../model/schema';
import { tokenize } from '../../sql/lexer';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { alterTablePrefix } from './alter-table-prefix';
import { inFile } from './edits-in-file';
import { followingMigrations } from './following-migration';

/**
 * The checks on a column are dropped with the type change, added again NOT VALID in the same ALTER TABLE, and
 * validated in a following migration.
 */
export function checkAgainLater(context: FixContext, checks: readonly Constraint[]): readonly Fix[] {
  const { change, statement } = context;
  const prefix = alterTablePrefix(context);
  if (change.kind !== 'alter-column-type' || prefix === null || checks.length === 0) return [];
  if (checks.some((check) => check.expression === null || !check.enforced)) return [];
  const last = tokenize(statement.reading.text, 'postgres').findLast(
    (token) => token.kind !== 'comment' && token.end <= change.range.end,
  );
  const created = followingMigrations(context, [
    {
      words: `validate ${checks[0]?.name ?? ''}`,
      statements: checks.map((check) => `${prefix} VALIDATE CONSTRAINT ${name(check)};`),
      frame: 'transaction',
    },
  ]);
  if (created === null || last === undefined) return [];
  const { start } = change.range;
  const drops = checks.map((check) => `DROP CONSTRAINT ${name(check)}, `).join('');
  const adds = checks
    .map((check) => `, ADD CONSTRAINT ${name(check)} ${definition(check)} NOT VALID`)
    .join('');
  return [
    {
      title: `Drop the ${checks.length === 1 ? 'check' : 'checks'} and add ${checks.length === 1 ? 'it' : 'them'} again NOT VALID, and validate in a following migration`,
      kind: 'safe',
      edits: [
        ...inFile(context, [
          { range: { start, end: start }, newText: drops },
          { range: { start: last.end, end: last.end }, newText: adds },
        ]),
        ...created,
      ],
    },
  ];
}

function name(check: Constraint): string {
  return quote(check.name, 'postgres');
}

function definition({ expression, noInherit }: Constraint): string {
  return `CHECK (${expression?.text ?? ''})${noInherit === true ? ' NO INHERIT' : ''}`;
}
