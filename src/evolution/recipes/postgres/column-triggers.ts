import { isVolatile } from '../refuse-column';
import type { RenamedColumn } from '../renamed-column';
import type { ColumnNames } from './column-names';

/**
 * Functions and triggers that keep the two columns in step. `record_image_eq` compares the stored bytes: it exists for
 * every type, takes two NULLs as equal, and sees a change of case in citext and of a zero in numeric.
 */
export function columnTriggers(facts: RenamedColumn, names: ColumnNames): readonly string[] {
  const { table, from, to } = names;
  const differ = `NOT record_image_eq(ROW(NEW.${to}), ROW(NEW.${from}))`;
  const [first, second, third] = names.updateTriggers;
  const update = (trigger: string, on: string, argument: string): string =>
    `CREATE TRIGGER ${trigger} BEFORE UPDATE${on} ON ${table}\n` +
    `  FOR EACH ROW WHEN (${differ}) EXECUTE FUNCTION ${names.updateFunction}('${argument}')`;
  return [
    `CREATE FUNCTION ${names.insertFunction}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $evolens$\n${insertBody(facts, names)}\n$evolens$`,
    `CREATE FUNCTION ${names.updateFunction}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $evolens$\n${updateBody(names)}\n$evolens$`,
    `CREATE TRIGGER ${names.insertTrigger} BEFORE INSERT ON ${table}\n  FOR EACH ROW EXECUTE FUNCTION ${names.insertFunction}()`,
    update(first, ` OF ${from}`, 'old named'),
    update(second, ` OF ${to}`, 'new named'),
    update(third, '', 'any'),
  ];
}

/** Reverse of `columnTriggers`, the columns left alone. */
export function dropTriggers(names: ColumnNames): readonly string[] {
  return [
    ...[names.insertTrigger, ...names.updateTriggers].map(
      (trigger) => `DROP TRIGGER ${trigger} ON ${names.table}`,
    ),
    `DROP FUNCTION ${names.insertFunction}()`,
    `DROP FUNCTION ${names.updateFunction}()`,
  ];
}

/** Whether the new column gets the default too, so that the insert trigger can tell who wrote. */
export function sharesDefault(facts: RenamedColumn): boolean {
  return facts.column.default !== null && !isVolatile(facts.column.default);
}

function insertBody(facts: RenamedColumn, { from, to }: ColumnNames): string {
  if (facts.column.default !== null && !sharesDefault(facts)) {
    return `BEGIN
  -- Only the old column has the default; NULL in the new one means that it was left out.
  IF NEW.${to} IS NULL THEN
    NEW.${to} := NEW.${from};
  ELSE
    NEW.${from} := NEW.${to};
  END IF;
  RETURN NEW;
END`;
  }
  return `DECLARE
  preset record := NEW;
BEGIN
  -- A column that a statement leaves out arrives with its default: whoever wrote another value wins.
  preset.${from} := ${facts.column.default?.text ?? 'NULL'};
  IF NOT record_image_eq(ROW(NEW.${from}), ROW(preset.${from})) THEN
    NEW.${to} := NEW.${from};
  ELSIF NOT record_image_eq(ROW(NEW.${to}), ROW(preset.${from})) THEN
    NEW.${from} := NEW.${to};
  END IF;
  RETURN NEW;
END`;
}

function updateBody({ from, to }: ColumnNames): string {
  return `DECLARE
  old_changed boolean := NOT record_image_eq(ROW(NEW.${from}), ROW(OLD.${from}));
  new_changed boolean := NOT record_image_eq(ROW(NEW.${to}), ROW(OLD.${to}));
BEGIN
  -- Fires three times while the columns differ: when the statement names the old column, when it names the
  -- new one, and once more for rows that another trigger changed or that are not backfilled yet.
  IF TG_ARGV[0] = 'new named' THEN
    IF NOT old_changed THEN
      NEW.${from} := NEW.${to};
    END IF;
  ELSIF old_changed OR NOT new_changed THEN
    NEW.${to} := NEW.${from};
  ELSIF TG_ARGV[0] = 'any' THEN
    NEW.${from} := NEW.${to};
  END IF;
  RETURN NEW;
END`;
}
