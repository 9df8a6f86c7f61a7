import type { Dialect } from '../../model/dialect';
import { keyCompared, type RowBatches } from '../recipes/row-batches';
import type { ScriptManner } from './script-driver';

/** What a script says and does besides going through the rows. */
export interface ScriptFacts {
  /** What is said of it at the top, line by line. */
  readonly header: readonly string[];
  readonly batchRows: number;
  readonly pauseMilliseconds: number;
  /** A SELECT of one number that must be 0 once every row is filled; null: nothing to check. */
  readonly verification: string | null;
  /** As messages name the table. */
  readonly table: string;
}

/**
 * A program that goes through the rows batch by batch, by key, by a driver of the project: each batch is a short
 * transaction that leaves a checkpoint, gives way to locks of others and is followed by a pause; a line tells how far
 * it is. Stopped or interrupted it goes on where it was when it is run again, and what is filled is not filled again.
 */
export function backfillScript(batches: RowBatches, manner: ScriptManner, facts: ScriptFacts): string {
  return `${facts.header.map((line) => `// ${line}`.trimEnd()).join('\n')}
${importing(manner)}

const batchRows = ${digits(facts.batchRows)};
const pauseMilliseconds = ${digits(facts.pauseMilliseconds)};

${speaking(manner)}

${asking(batches, manner)}

${batch(batches, manner)}

${going(batches, manner, facts)}
`;
}

/** `10_000`. */
function digits(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, '_');
}

function importing({ driver, manifest, typed }: ScriptManner): string {
  const { imports, name } = driver;
  if (manifest === null)
    return imports.map(({ imported, from }) => `import ${imported} from '${from}';`).join('\n');
  return [
    "import { createRequire } from 'node:module';",
    "import { resolve } from 'node:path';",
    '',
    `// ${name} is a dependency of that package; the script is run from the root of the repository.`,
    ...imports.map(
      ({ imported, from }) =>
        `const ${imported} = createRequire(resolve('${manifest}'))('${from}')${typed ? ` as typeof import('${from}')` : ''};`,
    ),
  ].join('\n');
}

/** Types stand only in TypeScript. */
const typing =
  ({ typed }: ScriptManner) =>
  (type: string): string =>
    typed ? type : '';

function speaking(manner: ScriptManner): string {
  const { driver, url, typed } = manner;
  const t = typing(manner);
  const on = driver.nested ? `, on${t(`: Pick<typeof client, '$executeRawUnsafe'>`)} = client` : '';
  const sent = (code: string): string => (driver.nested ? code : code.replaceAll(/\bon\b/g, 'client'));
  return `const url = process.env.${url};
if (!url) throw new Error('Set ${url} to the address of the database.');
const client = ${driver.client('url')};
${typed ? '\ntype Key = Record<string, string>;\n' : ''}
/** The rows of a query. */
async function read(sql${t(': string')})${t(': Promise<Key[]>')} {
  return ${cast(driver.rows.replaceAll(/\bon\b/g, 'client'), typed, 'Key[]')};
}

/** The number that a query gives. */
async function count(sql${t(': string')})${t(': Promise<number>')} {
  const [row = {}] = await read(sql);
  return Number(Object.values(row)[0] ?? 0);
}

/** How many rows a statement changed. */
async function change(sql${t(': string')}${on})${t(': Promise<number>')} {
  return ${cast(sent(driver.changed), typed && /\[0\]/.test(driver.changed), null)};
}`;
}

/** mysql2 types a result by what the caller knows of it. */
function cast(code: string, typed: boolean, type: string | null): string {
  if (!typed) return code;
  return type === null
    ? code.replace(/^(.*\[0\])(\..*)$/, '($1 as { affectedRows?: number })$2')
    : `${code} as ${type}`;
}

/** The questions of a batch: where it begins and ends. */
function asking(batches: RowBatches, manner: ScriptManner): string {
  const t = typing(manner);
  const { table, key, literals, storedLiterals, checkpoint } = batches;
  const list = key.join(', ');
  const named = (expressions: readonly string[]): string =>
    expressions.map((one, at) => `${one} AS key_${at + 1}`).join(', ');
  const holes = key.map((_, at) => `\${key.key_${at + 1}}`);
  const condition = (sign: '>=' | '<'): string => {
    // Marks that no SQL holds keep the places of the values while the rest is escaped.
    const text = keyCompared(batches, sign, holes.map((_, at) => `\u0000${at}\u0000`)); // prettier-ignore
    return template(text, holes);
  };
  return `/** Rows from this key on, and rows before it. The server wrote the values as SQL. */
const from = (key${t(': Key')}) => ${condition('>=')};
const before = (key${t(': Key')}) => ${condition('<')};

const firstKey = ${template(`INSERT INTO ${checkpoint} SELECT ${list} FROM ${table} ORDER BY ${list} LIMIT 1`)};
const storedKey = ${template(`SELECT ${named(storedLiterals)} FROM ${checkpoint}`)};
const nextKey = (key${t(': Key')}) =>
  ${template(`SELECT ${named(literals)} FROM ${table} WHERE \u00000\u0000 ORDER BY ${list} LIMIT 1 OFFSET \u00001\u0000`, ['${from(key)}', '${batchRows}'])};
const fill = (rows${t(': string')}) => ${template(batches.fill('\u00000\u0000'), ['${rows}'])};`;
}

function batch(batches: RowBatches, manner: ScriptManner): string {
  const { dialect, checkpoint, table, needed } = batches;
  const { nested, name } = manner.driver;
  const t = typing(manner);
  const on = nested ? ', on' : '';
  const indent = nested ? '      ' : '    ';
  const advance = batches.key.map((_, at) => `key_${at + 1} = \u0000${at}\u0000`).join(', ');
  const holes = batches.key.map((_, at) => `\${next.key_${at + 1}}`);
  const lines = [
    ...waitingNoLonger(dialect, nested).map((sql) => `await change(${template(sql)}${on});`),
    ...(dialect === 'mysql'
      ? [
          `// Takes all locks at once or none.`,
          `await change(${template(`SELECT 1 FROM ${table} WHERE \u00000\u0000 AND (${needed}) FOR UPDATE NOWAIT`, ['${rows}'])}${on});`,
        ]
      : []),
    `const changed = await change(fill(rows)${on});`,
    `if (next !== undefined) await change(${template(`UPDATE ${checkpoint} SET ${advance}`, holes)}${on});`,
  ];
  const work = nested
    ? [
        `    return await client.$transaction(`,
        `      async (on) => {`,
        ...lines.map((line) => `  ${indent}${line}`),
        `        return changed;`,
        `      },`,
        `      { maxWait: 10_000, timeout: 60_000 },`,
        `    );`,
      ]
    : [
        `    await change('${dialect === 'postgres' ? 'BEGIN' : 'START TRANSACTION'}');`,
        ...lines.map((line) => `${indent}${line}`),
        `    await change('COMMIT');`,
        `    return changed;`,
      ];
  const rolledBack = nested ? '' : `    await change('ROLLBACK').catch(() => 0);\n`;
  return `/** Fills rows, and remembers where the next begin; null: others hold one of them, so all of it is to be tried again. */
async function batch(rows${t(': string')}, next${t(': Key | undefined')})${t(': Promise<number | null>')} {
  try {
${work.join('\n')}
  } catch (error) {
${rolledBack}    if (${givesWay(dialect, name, manner.typed)}) return null;
    throw error;
  }
}`;
}

/** Gives way to the application: shorter than what the server waits before it looks for deadlocks. */
function waitingNoLonger(dialect: Dialect, nested: boolean): readonly string[] {
  if (dialect === 'postgres')
    return [...(nested ? ['SET LOCAL row_security = off'] : []), "SET LOCAL lock_timeout = '200ms'"];
  return dialect === 'mariadb' && nested ? ['SET SESSION innodb_lock_wait_timeout = 0'] : [];
}

/** Lock not available, deadlock, serialization failure. */
function givesWay(dialect: Dialect, driver: string, typed: boolean): string {
  const codes = dialect === 'postgres' ? ['55P03', '40P01', '40001'] : ['1205', '1213', '3572'];
  if (driver.startsWith('@prisma/')) {
    const { code, meta } = typed
      ? {
          code: '(error as { code?: string }).code',
          meta: '(error as { meta?: object }).meta',
        }
      : { code: 'error.code', meta: 'error.meta' };
    return `${code} === 'P2034' || /\\b(?:${codes.join('|')})\\b/.test(JSON.stringify(${meta} ?? {}))`;
  }
  const member = dialect === 'postgres' ? 'code' : 'errno';
  const thrown = typed ? `(error as { ${member}?: string | number }).${member}` : `error.${member}`;
  return `[${codes.map((code) => `'${code}'`).join(', ')}].includes(String(${thrown}))`;
}

function going(batches: RowBatches, { driver, typed }: ScriptManner, facts: ScriptFacts): string {
  const { dialect, table, checkpoint, key } = batches;
  const columns = key.map((one, at) => `${one} AS key_${at + 1}`).join(', ');
  const empty = dialect === 'postgres' ? 'WITH NO DATA' : 'LIMIT 0';
  const session =
    dialect === 'postgres' && !driver.nested
      ? "\n  // A role that policies hide rows from gets an error, instead of leaving those rows unfilled.\n  await change('SET row_security = off');"
      : dialect === 'mariadb' && !driver.nested
        ? "\n  await change('SET SESSION innodb_lock_wait_timeout = 0');"
        : '';
  const name = JSON.stringify(facts.table).slice(1, -1).replaceAll("'", "\\'").replaceAll('`', '\\`');
  return `let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (stopping = true));

async function main() {${driver.connect === null ? '' : `\n  ${driver.connect};`}${session}
  await change(${template(`CREATE TABLE IF NOT EXISTS ${checkpoint} AS SELECT ${columns} FROM ${table} ${empty}`)});
  const total = await count(${template(batches.estimate)});
  let [key]${typed ? ': (Key | undefined)[]' : ''} = await read(storedKey);
  let done = 0;
  if (key === undefined) {
    await change(firstKey);
    [key] = await read(storedKey);
  } else {
    done = await count(${template(`SELECT count(*) FROM ${table} WHERE \u00000\u0000`, ['${before(key)}'])});
    console.log(\`${name}: goes on behind \${done} rows, at \${Object.values(key).join(', ')}\`);
  }
  let filled = 0;
  const started = Date.now();
  while (key !== undefined && !stopping) {
    const [next] = await read(nextKey(key));
    const rows${typed ? ': string' : ''} = next === undefined ? from(key) : \`\${from(key)} AND \${before(next)}\`;
    const changed = await batch(rows, next);
    if (changed === null) {
      console.log(\`${name}: a row is locked, so the batch at \${Object.values(key).join(', ')} is tried again\`);
    } else {
      filled += changed;
      done += next === undefined ? await count(${template(`SELECT count(*) FROM ${table} WHERE \u00000\u0000`, ['${rows}'])}) : batchRows;
      const percent = Math.min(100, Math.floor((done / Math.max(1, total)) * 100));
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(\`${name}: \${done} of about \${total} rows (\${percent} %), \${filled} filled in \${seconds} s\`);
      key = next;
    }
    if (key !== undefined) await new Promise((resume) => setTimeout(resume, pauseMilliseconds));
  }
  if (key !== undefined) {
    console.log('Stopped. Run it again, and it goes on where it is.');
    process.exitCode = 1;
    return;
  }
  await change(${template(`DROP TABLE ${checkpoint}`)});${verified(facts, name)}
}

main()
  .catch((error${typed ? ': unknown' : ''}) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(async () => {
    ${driver.close};
  });`;
}

function verified({ verification }: ScriptFacts, name: string): string {
  if (verification === null) return `\n  console.log('${name}: every row is done.');`;
  return `
  const left = await count(${template(verification)});
  if (left > 0) process.exitCode = 1;
  console.log(left > 0 ? \`${name}: \${left} rows are left, see the plan\` : '${name}: no row is left');`;
}

/** SQL as a template literal; each hole stands where its mark is. */
function template(sql: string, holes: readonly string[] = []): string {
  const escaped = sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return `\`${escaped.replace(/\u0000(\d)\u0000/g, (_, at: string) => holes[Number(at)] ?? '')}\``;
}
