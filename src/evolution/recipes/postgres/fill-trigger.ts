/** SQL of a trigger that changes a row before it is written. Names are SQL. */
export interface RowTrigger {
  readonly table: string;
  readonly function: string;
  readonly trigger: string;
  /** INSERT, UPDATE, INSERT OR UPDATE. */
  readonly on: string;
  /** WHEN the function is called at all; null: always. */
  readonly when: string | null;
  /** Statements of PL/pgSQL before RETURN NEW. */
  readonly body: string;
}

/** Statements that make the function and its trigger. */
export function createRowTrigger(trigger: RowTrigger): readonly string[] {
  const when = trigger.when === null ? '' : ` WHEN (${trigger.when})`;
  return [
    `CREATE FUNCTION ${trigger.function}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $evolens$
BEGIN
  ${trigger.body}
  RETURN NEW;
END
$evolens$`,
    `CREATE TRIGGER ${trigger.trigger} BEFORE ${trigger.on} ON ${trigger.table}\n  FOR EACH ROW${when} EXECUTE FUNCTION ${trigger.function}()`,
  ];
}

/** Takes both away again. */
export function dropRowTrigger(trigger: RowTrigger): readonly string[] {
  return [`DROP TRIGGER ${trigger.trigger} ON ${trigger.table}`, `DROP FUNCTION ${trigger.function}()`];
}
