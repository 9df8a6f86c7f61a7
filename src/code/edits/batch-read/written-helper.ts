import { ts } from '../../syntax';
import type { Range } from '../../../model/text';
import type { BatchedCall } from './batched-call';
import { capital, freeNames, indentAt, isTyped, manyOf } from './free-names';
import { namedIn, type KeyedHelper } from './helper-form';
import { mapLines, readLines } from './read-lines';

/** The batched form of a helper. */
export interface WrittenHelper {
  readonly name: string;
  readonly edit: { readonly range: Range; readonly newText: string };
}

/**
 * The helper's form for many keys, put behind it: the same modifiers and parameters, with a list in the place of the
 * key; it gives a map by key. null: the key's parameter has no type that a list can be made of, or a function of that
 * name is there already.
 */
export function writtenHelper(
  helper: KeyedHelper,
  key: ts.ParameterDeclaration,
  batched: BatchedCall,
  source: ts.SourceFile,
): WrittenHelper | null {
  const typed = isTyped(source.fileName);
  const type = key.type?.getText(source);
  if (typed && (type === undefined || /\b(?:null|undefined|any|unknown)\b/.test(type))) return null;
  const name = nameFor(helper.name, key.name.getText(source));
  const free = freeNames(source);
  if (helper.owner === null ? free(name) !== name : namedIn(helper.owner, name) > 0) return null;
  const byKey = free('byKey');
  const keys = free(manyOf(key.name.getText(source)));
  const names = {
    keys,
    rows: free('rows'),
    row: free('row'),
    keysOfChunk: free('chunk'),
    start: free('start'),
  };
  const parameters = helper.fn.parameters
    .map((one) =>
      one === key ? `${keys}${typed ? `: readonly ${listed(type ?? '')}[]` : ''}` : one.getText(source),
    )
    .join(', ');
  const map = mapLines(batched, names, byKey, typed);
  const [only] = map;
  const body = [
    ...readLines(batched, names),
    ...(map.length === 1 && only !== undefined
      ? [only.replace(`const ${byKey} =`, 'return')]
      : [...map, `return ${byKey};`]),
  ];
  const start = helper.declaration.getStart(source);
  const indent = indentAt(source.text, start);
  const unit = source.text.includes('\n\t') ? '\t' : indent === '' ? unitOf(source.text) : indent;
  const lines = [
    '',
    `/** The rows of {@link ${helper.name}} for many keys, by key, read with one query; each key is to be given once. */`,
    `${headOf(helper, name, parameters, source)} {`,
    ...body.map((line) => `${unit}${line.replace(/^ {2}/, unit)}`),
    `}${endOf(helper, source)}`,
  ];
  const { end } = helper.declaration;
  const newText = lines.map((line) => `\n${line === '' ? '' : indent}${line}`).join('');
  return { name, edit: { range: { start: end, end }, newText } };
}

/** `findById` as `findByIds`, `loadCustomer(id)` as `loadCustomerByIds`. */
function nameFor(name: string, key: string): string {
  return /By[A-Z]\w*[^s]$/.test(name) ? `${name}s` : `${name}By${capital(manyOf(key))}`;
}

/** A type as the element of a list. */
function listed(type: string): string {
  return /^[\w.$]+(?:\['\w+'\])*$/.test(type) ? type : `(${type})`;
}

/** The first words of the declaration, `async` among them, up to the closing parenthesis. */
function headOf(helper: KeyedHelper, name: string, parameters: string, source: ts.SourceFile): string {
  const { declaration, fn } = helper;
  const words = (declaration.modifiers ?? [])
    .map((one) => one.getText(source))
    .filter((word) => word !== 'async');
  const front = words.map((word) => `${word} `).join('');
  if (ts.isMethodDeclaration(fn)) return `${front}async ${name}(${parameters})`;
  return ts.isFunctionDeclaration(fn)
    ? `${front}async function ${name}(${parameters})`
    : `${front}const ${name} = async (${parameters}) =>`;
}

function endOf({ declaration }: KeyedHelper, source: ts.SourceFile): string {
  return ts.isVariableStatement(declaration) && declaration.getText(source).endsWith(';') ? ';' : '';
}

/** What one step of indentation is in a text: that of its first indented line. */
function unitOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}
