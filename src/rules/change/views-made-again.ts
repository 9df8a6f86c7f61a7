import type { Fix } from '../../model/finding';
import type { SchemaObject, Table } from '../../model/schema';
import { generatedFrom, objectsReadingColumn, viewsFromTop, viewsReading } from '../../schema/dependents';
import { findTable } from '../../schema/lookup';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { definitionText } from './object-definition';

/**
 * The views that keep a column from changing its type are dropped before it and made again after it, by the
 * statements that made them. Not offered where something else keeps it, or a definition is not in the history.
 */
export function viewsMadeAgain(context: FixContext): readonly Fix[] {
  const { change, before, migration, statement } = context;
  if (change.kind !== 'alter-column-type' || statement.reading.reader !== 'libpg-query') return [];
  const table = findTable(before, change.table);
  if (table === null || generatedFrom(before, table, change.column.name).length > 0) return [];
  const views = viewsFromTop(before, allReaders(context, table));
  const definitions = views.map((view) =>
    view.object === 'view' ? definitionText(context, 'view', view) : null,
  );
  if (views.length === 0 || definitions.includes(null)) return [];
  const lineEnd = migration.script.text.includes('\r\n') ? '\r\n' : '\n';
  const { start, end, next } = statement;
  const terminated = next > end && migration.script.text.slice(end, next).includes(';');
  const drops = views.map((view) => `DROP VIEW ${written(view)};${lineEnd}`).join('');
  const creates = [...definitions].reverse().map((text) => `${lineEnd}${text ?? ''};`);
  return [
    {
      title: `Drop ${views.length === 1 ? 'the view' : 'the views'} before and make ${views.length === 1 ? 'it' : 'them'} again after (privileges on ${views.length === 1 ? 'it' : 'them'} have to be given again)`,
      kind: 'review',
      edits: [
        { file: migration.file, range: { start, end: start }, newText: drops },
        {
          file: migration.file,
          range: { start: next, end: next },
          newText: `${terminated ? '' : ';'}${creates.join('')}`,
        },
      ],
    },
  ];
}

/** What reads the column, and every view that reads one of those. */
function allReaders({ change, before }: FixContext, table: Table): readonly SchemaObject[] {
  if (change.kind !== 'alter-column-type') return [];
  const found = new Set(objectsReadingColumn(before, table, change.column.name));
  for (const object of found) for (const above of viewsReading(before, object)) found.add(above);
  return [...found];
}

function written({ schema, name }: SchemaObject): string {
  return schema === null
    ? quote(name, 'postgres')
    : `${quote(schema, 'postgres')}.${quote(name, 'postgres')}`;
}
