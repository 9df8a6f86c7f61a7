import { MarkupKind, type CodeLens, type Hover, type Location } from 'vscode-languageserver/node';
import { LineIndex } from '../document/lines';
import type { ColumnUse } from '../model/code';
import type { Range } from '../model/text';
import { escapeMarkdown } from '../report/formats/markdown';
import { countsOf, type ColumnStory, type UseCounts } from '../workspace/crossing';
import { showReferencesCommand } from './protocol';
import type { RootedFile, Roots } from './roots';

/** More than these places help nobody in a hover. */
const mostEvents = 12;
const mostFiles = 5;

/** A lens at each column that a migration changes: `12 reads, 3 writes, 1 declaration`. None until the code is indexed. */
export function columnLenses({ session, root, file }: RootedFile, roots: Roots): CodeLens[] {
  const lines = new LineIndex(session.text(file));
  return session.changedColumns(file).map(({ range, uses, table, column }) => {
    const at = lines.rangeOf(range);
    const places = session.usesOf({ table, column });
    return {
      range: at,
      command: {
        title: countWords(uses),
        command: places.length === 0 ? '' : showReferencesCommand,
        arguments: [roots.uriOf(root, file), at.start, locationsOf(places, { session, root, file }, roots)],
      },
    };
  });
}

/** Every place of the code and of the migrations that names the column at an offset. */
export function columnReferences(place: RootedFile, offset: number, roots: Roots): Location[] {
  const story = place.session.columnStory(place.file, offset);
  if (story === null) return [];
  return locationsOf([...story.story.events, ...story.story.uses], place, roots);
}

/** What the migrations made of the column at an offset, and who uses it. */
export function columnHover(place: RootedFile, offset: number): Hover | null {
  const found = place.session.columnStory(place.file, offset);
  if (found === null) return null;
  const lines = new LineIndex(place.session.text(place.file));
  return {
    range: lines.rangeOf(found.range),
    contents: { kind: MarkupKind.Markdown, value: storyText(found.story) },
  };
}

function locationsOf(
  places: readonly { readonly file: string; readonly range: Range }[],
  { session, root }: RootedFile,
  roots: Roots,
): Location[] {
  const indexes = new Map<string, LineIndex>();
  return places.map(({ file, range }) => {
    let lines = indexes.get(file);
    if (lines === undefined) indexes.set(file, (lines = new LineIndex(session.text(file))));
    return { uri: roots.uriOf(root, file), range: lines.rangeOf(range) };
  });
}

function countWords({ reads, writes, declarations }: UseCounts): string {
  const parts = [
    counted(reads, 'read'),
    counted(writes, 'write'),
    counted(declarations, 'declaration'),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'not used in the code' : parts.join(', ');
}

function counted(count: number, word: string): string {
  return count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Markdown; every name that comes from the workspace is escaped. */
function storyText({ name, now, events, uses }: ColumnStory): string {
  const title = `**${escapeMarkdown(`${name.table}.${name.column}`)}**`;
  const shown = events.slice(-mostEvents);
  const made = shown.map(({ migration, act }) => `- ${escapeMarkdown(migration)}: ${escapeMarkdown(act)}`);
  if (events.length > shown.length) made.unshift(`- ${events.length - shown.length} earlier changes`);
  const history = events.length === 0 ? 'No migration that was read makes it.' : made.join('\n');
  return [`${title} ${nowText(now)}`.trim(), history, usesText(uses)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function nowText(now: ColumnStory['now']): string {
  if (now === null) return '';
  const { column, indexes } = now;
  const type = column.type === null ? '' : escapeMarkdown(column.type.text);
  const nullable = column.nullable ? 'may be NULL' : 'NOT NULL';
  const preset = column.default === null ? '' : `default ${escapeMarkdown(column.default.text)}`;
  const names = indexes.map((index) => escapeMarkdown(index.name)).join(', ');
  const indexed =
    indexes.length === 0 ? 'no index' : `${indexes.length === 1 ? 'index' : 'indexes'} ${names}`;
  return [type, nullable, preset, indexed].filter((part) => part !== '').join(', ');
}

function usesText(uses: readonly ColumnUse[]): string {
  const counted = uses.filter((use) => !use.inTest);
  if (counted.length === 0) return '';
  const words = countWords(countsOf(uses));
  const files = [...new Set(counted.map(({ file }) => file))];
  const more = files.length > mostFiles ? ` and ${files.length - mostFiles} more` : '';
  return `In the code: ${words}, in ${files.slice(0, mostFiles).map(escapeMarkdown).join(', ')}${more}.`;
}
