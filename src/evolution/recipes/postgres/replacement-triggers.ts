import { quote } from '../../../sql/identifiers';
import { isVolatile } from '../columns/refuse';
import type { Replacement } from '../columns/replacement';
import type { Expressions } from './replacement-expressions';
import type { ReplacementNames } from './replacement-names';

/** Functions and triggers that keep old and new columns in step, whoever writes. */
export function replacementTriggers(
  facts: Replacement,
  names: ReplacementNames,
  expressions: Expressions,
): readonly string[] {
  const [first, second, third] = names.updateTriggers;
  const list = (columns: readonly string[]): string =>
    columns.map((one) => quote(one, 'postgres')).join(', ');
  // Where comparing costs no call, rows in step do not even start the function.
  const when = facts.conversion === 'expressions' ? '' : ` WHEN (NOT ${expressions.inStep('NEW.')})`;
  const update = (trigger: string, on: string, argument: string): string =>
    `CREATE TRIGGER ${trigger} BEFORE UPDATE${on} ON ${facts.sql}\n` +
    `  FOR EACH ROW${when} EXECUTE FUNCTION ${names.updateFunction}('${argument}')`;
  const create = (name: string, body: string): string =>
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $evolens$\n${body}\n$evolens$`;
  return [
    create(names.insertFunction, insertBody(facts, expressions)),
    create(names.updateFunction, updateBody(facts, expressions)),
    `CREATE TRIGGER ${names.insertTrigger} BEFORE INSERT ON ${facts.sql}\n  FOR EACH ROW EXECUTE FUNCTION ${names.insertFunction}()`,
    update(first, ` OF ${list(facts.old.map((one) => one.column.name))}`, 'old named'),
    update(second, ` OF ${list(facts.new.map((one) => one.name))}`, 'new named'),
    update(third, '', 'any'),
  ];
}

/** Reverse of `replacementTriggers`, the columns left alone. */
export function dropReplacementTriggers(facts: Replacement, names: ReplacementNames): readonly string[] {
  return [
    ...[names.insertTrigger, ...names.updateTriggers].map(
      (trigger) => `DROP TRIGGER ${trigger} ON ${facts.sql}`,
    ),
    `DROP FUNCTION ${names.insertFunction}()`,
    `DROP FUNCTION ${names.updateFunction}()`,
  ];
}

/** Defaults of the old columns may differ each time, so the new ones get theirs with contract only. */
export function defaultsWait(facts: Replacement): boolean {
  return facts.old.some((one) => isVolatile(one.column.default));
}

function forwards(facts: Replacement, expressions: Expressions, indent: string): string {
  return facts.new
    .map((one, at) => `${indent}NEW.${quote(one.name, 'postgres')} := ${expressions.forward(at, 'NEW.')};`)
    .join('\n');
}

function backwards(facts: Replacement, expressions: Expressions, indent: string): string {
  return facts.old
    .map(
      (one, at) =>
        `${indent}NEW.${quote(one.column.name, 'postgres')} := ${expressions.backward(at, 'NEW.')};`,
    )
    .join('\n');
}

function insertBody(facts: Replacement, expressions: Expressions): string {
  const same = (one: string, other: string): string => `record_image_eq(${one}, ${other})`;
  const { oldRow, newRow, inStep } = expressions;
  if (defaultsWait(facts)) {
    const empty = facts.new.map((one) => `NEW.${quote(one.name, 'postgres')} IS NULL`).join(' AND ');
    return `BEGIN
  -- Only the old columns have defaults; NULL in the new ones means that they were left out.
  IF ${empty} THEN
${forwards(facts, expressions, '    ')}
  ELSIF NOT ${inStep('NEW.')} THEN
${backwards(facts, expressions, '    ')}
  END IF;
  RETURN NEW;
END`;
  }
  const presets = [
    ...facts.old.map((one) => [one.column.name, one.column.default?.text ?? 'NULL'] as const),
    ...facts.new.map((one) => [one.name, one.default ?? 'NULL'] as const),
  ].map(([column, preset]) => `  evolens_preset.${quote(column, 'postgres')} := ${preset};`);
  return `DECLARE
  evolens_preset record := NEW;
BEGIN
  -- A column that a statement leaves out arrives with its default: whoever wrote another value wins.
${presets.join('\n')}
  IF ${inStep('NEW.')} THEN
    RETURN NEW;
  ELSIF NOT ${same(oldRow('NEW.'), oldRow('evolens_preset.'))} OR ${same(newRow('NEW.'), newRow('evolens_preset.'))} THEN
${forwards(facts, expressions, '    ')}
  ELSE
${backwards(facts, expressions, '    ')}
  END IF;
  RETURN NEW;
END`;
}

/** A row that is not backfilled yet: what the statement leaves alone comes from the old columns first. */
function filledFirst(facts: Replacement, expressions: Expressions): string {
  const filled = facts.new.map((one, at) => {
    const column = quote(one.name, 'postgres');
    return `        IF record_image_eq(ROW(NEW.${column}), ROW(OLD.${column})) THEN
          NEW.${column} := ${expressions.forward(at, 'OLD.')};
        END IF;`;
  });
  return `      IF new_changed AND NOT ${expressions.inStep('OLD.')} THEN
${filled.join('\n')}
      END IF;
`;
}

function updateBody(facts: Replacement, expressions: Expressions): string {
  const { oldRow, newRow, inStep } = expressions;
  return `DECLARE
  old_changed boolean := NOT record_image_eq(${oldRow('NEW.')}, ${oldRow('OLD.')});
  new_changed boolean := NOT record_image_eq(${newRow('NEW.')}, ${newRow('OLD.')});
BEGIN
  -- Fires three times while the columns differ: when the statement names an old column, when it names a
  -- new one, and once more for rows that another trigger changed or that are not backfilled yet.
  IF ${inStep('NEW.')} THEN
    RETURN NEW;
  ELSIF TG_ARGV[0] = 'new named' THEN
    IF NOT old_changed THEN
${facts.new.length > 1 ? filledFirst(facts, expressions) : ''}${backwards(facts, expressions, '      ')}
    END IF;
  ELSIF old_changed OR NOT new_changed THEN
${forwards(facts, expressions, '    ')}
  ELSIF TG_ARGV[0] = 'any' THEN
${backwards(facts, expressions, '    ')}
  END IF;
  RETURN NEW;
END`;
}
