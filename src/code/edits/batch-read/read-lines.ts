import { keysOfOneQuery, type BatchedCall } from './batched-call';

/** The names that the read of many rows uses. */
export interface ReadNames {
  /** The keys, each once. */
  readonly keys: string;
  readonly rows: string;
  readonly row: string;
  readonly keysOfChunk: string;
  readonly start: string;
}

/** The statements that read the rows of all keys, in chunks, into `rows`. */
export function readLines(batched: BatchedCall, names: ReadNames): readonly string[] {
  const { keys, rows, row, keysOfChunk, start } = names;
  return [
    `const ${rows} = [];`,
    `for (let ${start} = 0; ${start} < ${keys}.length; ${start} += ${keysOfOneQuery}) {`,
    `  const ${keysOfChunk} = ${keys}.slice(${start}, ${start} + ${keysOfOneQuery});`,
    `  for (const ${row} of await ${batched.many(keysOfChunk)}) ${rows}.push(${row});`,
    '}',
  ];
}

/** The statements that put the rows read into a map by key; the last one begins with what it is given: `const byKey =`. */
export function mapLines(
  batched: BatchedCall,
  { keys, rows, row }: ReadNames,
  byKey: string,
  typed: boolean,
): readonly string[] {
  const rowKey = /^[A-Za-z_$][\w$]*$/.test(batched.rowKey) ? `.${batched.rowKey}` : `['${batched.rowKey}']`;
  if (batched.gives === 'row')
    // Backwards, so that the first row of a key stays, as the query of one gives it.
    return [
      `const ${byKey} = new Map(${rows}.reverse().map((${row}) => [${row}${rowKey}, ${row}]${typed ? ' as const' : ''}));`,
    ];
  // A column that may be null is no key of the type that is asked for.
  const types = typed ? `<unknown, typeof ${rows}>` : '';
  return [
    `const ${byKey} = new Map${types}(${keys}.map((key) => [key, []]));`,
    `for (const ${row} of ${rows}) ${byKey}.get(${row}${rowKey})?.push(${row});`,
  ];
}
