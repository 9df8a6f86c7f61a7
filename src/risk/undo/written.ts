import type { Dialect } from '../../model/dialect';
import type { Column, Constraint, Index, Table } from '../../model/schema';
import { quote } from '../../sql/identifiers';

/** A possibly qualified name as it stands in a statement. */
export function named({ schema, name }: { schema: string | null; name: string }, dialect: Dialect): string {
  return schema === null ? quote(name, dialect) : `${quote(schema, dialect)}.${quote(name, dialect)}`;
}

/** The definition of a column as CREATE TABLE would hold it; null when its type, or what fills it, is not known wholly. */
export function columnText(column: Column, dialect: Dialect): string | null {
  if (column.type === null && dialect !== 'sqlite') return null;
  // A serial column has a sequence of its own, which would have to be made first.
  if (dialect === 'postgres' && (column.autoIncrement || column.sequence !== undefined)) return null;
  return [
    quote(column.name, dialect),
    column.type?.text ?? '',
    column.collation === null ? '' : `COLLATE ${quote(column.collation, dialect)}`,
    column.generated === null
      ? ''
      : `GENERATED ALWAYS AS (${bare(column.generated.expression.text)}) ${column.generated.stored ? 'STORED' : 'VIRTUAL'}`,
    column.identity === null ? '' : `GENERATED ${identityWords(column.identity)} AS IDENTITY`,
    column.default === null ? '' : `DEFAULT ${column.default.text}`,
    column.nullable ? '' : 'NOT NULL',
    column.autoIncrement && dialect !== 'sqlite' ? 'AUTO_INCREMENT' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** What stands after GENERATED. */
export function identityWords(identity: 'always' | 'by-default'): string {
  return identity === 'always' ? 'ALWAYS' : 'BY DEFAULT';
}

/** The constraint as ADD takes it; null when it cannot be written from what is known. */
export function constraintText(constraint: Constraint, dialect: Dialect): string | null {
  const columns = constraint.columns.map((name) => quote(name, dialect)).join(', ');
  const name = `CONSTRAINT ${quote(constraint.name, dialect)}`;
  const state = `${constraint.enforced ? '' : ' NOT ENFORCED'}${constraint.validated || !constraint.enforced ? '' : ' NOT VALID'}`;
  switch (constraint.type) {
    case 'primary-key':
      return dialect === 'postgres' ? `${name} PRIMARY KEY (${columns})` : `PRIMARY KEY (${columns})`;
    case 'unique':
      return `${name} UNIQUE (${columns})`;
    case 'check':
      return constraint.expression === null
        ? null
        : `${name} CHECK (${bare(constraint.expression.text)})${state}`;
    case 'foreign-key': {
      const { references } = constraint;
      if (references === null) return null;
      const target = references.columns.map((one) => quote(one, dialect)).join(', ');
      const actions = [
        references.onDelete === null ? '' : ` ON DELETE ${references.onDelete.toUpperCase()}`,
        references.onUpdate === null ? '' : ` ON UPDATE ${references.onUpdate.toUpperCase()}`,
      ].join('');
      const to = named({ schema: references.schema, name: references.table }, dialect);
      return `${name} FOREIGN KEY (${columns}) REFERENCES ${to}${target === '' ? '' : ` (${target})`}${actions}${state}`;
    }
    default:
      return null;
  }
}

/** CREATE INDEX of an index as the schema knows it. */
export function indexText(table: Table, index: Index, dialect: Dialect): string {
  const method =
    dialect === 'postgres' && index.method !== '' && index.method !== 'btree' ? ` USING ${index.method}` : '';
  const kind =
    dialect !== 'postgres' && /^(?:fulltext|spatial)$/.test(index.method)
      ? `${index.method.toUpperCase()} `
      : index.unique
        ? 'UNIQUE '
        : '';
  const parts = index.columns.map((part) => part.text).join(', ');
  const includes = index.includes.map((name) => quote(name, dialect)).join(', ');
  return [
    `CREATE ${kind}INDEX ${quote(index.name, dialect)} ON ${named(table, dialect)}${method} (${parts})`,
    includes === '' ? '' : ` INCLUDE (${includes})`,
    index.where === null ? '' : ` WHERE ${index.where.text}`,
  ].join('');
}

/** An expression without the parentheses around all of it. */
function bare(text: string): string {
  const inside = /^\((.*)\)$/s.exec(text.trim())?.[1];
  return inside !== undefined && isBalanced(inside) ? inside : text.trim();
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return false;
  }
  return depth === 0;
}
