// The invariants of docs/architecture.md that are about who may use what. test/invariants.test.ts breaks each one.

const builtins = [
  'fs',
  'fs/promises',
  'path',
  'os',
  'child_process',
  'crypto',
  'worker_threads',
  'v8',
  'util',
  'url',
  'module',
  'process',
  'buffer',
  'stream',
  'perf_hooks',
];
const nodeModules = builtins.flatMap((name) => [name, `node:${name}`]);
const network = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'].flatMap((name) => [
  name,
  `node:${name}`,
]);

const ban = (names, message) => names.map((name) => ({ name, message }));
const group = (patterns, message) => ({ group: patterns, message });

const vscode = ban(['vscode'], 'Only src/extension imports vscode.');
const lsp = group(
  [
    'vscode-languageserver',
    'vscode-languageserver/*',
    'vscode-languageserver-textdocument',
    'vscode-languageclient',
    'vscode-languageclient/*',
  ],
  'Only src/server and src/extension know LSP.',
);
const node = ban(
  nodeModules,
  "Only src/cli, src/server and src/workspace/node-*.ts touch Node's file system, processes and git.",
);
const noNetwork = ban(network, 'No network: the product never sends anything anywhere.');
const postgresParser = group(
  ['libpg-query', 'libpg-query/*'],
  'Only src/sql/postgres/parser.ts imports libpg-query.',
);
const cstParser = group(['sql-parser-cst'], 'Only src/sql/cst imports sql-parser-cst, through parser.ts.');
const typescript = group(
  ['ts-morph', 'typescript'],
  'Only src/code/syntax.ts and src/code/checker.ts import ts-morph.',
);
const yaml = { regex: '^yaml$', message: 'Only src/document/yaml.ts imports yaml.' };
const parsers = [postgresParser, cstParser, typescript, yaml];

const restrict = (paths, patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { paths, patterns }],
});
const without = (list, ...gone) => list.filter((entry) => !gone.includes(entry));

/** A folder may import from its own layer and the layers before it. */
const layers = [
  ['model'],
  ['document'],
  ['sql'],
  ['schema', 'code', 'migrations', 'contracts'],
  ['evolution'],
  ['risk'],
  ['rules'],
  ['report', 'workspace'],
  ['cli', 'server', 'extension'],
];
const above = (folder) => layers.slice(layers.findIndex((layer) => layer.includes(folder)) + 1).flat();
const layerPatterns = (folder) =>
  above(folder).map((name) =>
    group(
      [`../${name}/*`, `../${name}/**`, `../../${name}/**`, `../../../${name}/**`],
      `src/${folder} lies below src/${name}: data flows one way.`,
    ),
  );

const folders = layers.flat();
const edge = new Set(['cli', 'server']);

const perFolder = folders.map((folder) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: restrict(
    [...(folder === 'extension' ? [] : vscode), ...(edge.has(folder) ? [] : node), ...noNetwork],
    [...(folder === 'server' || folder === 'extension' ? [] : [lsp]), ...parsers, ...layerPatterns(folder)],
  ),
}));

const parserDoors = [
  {
    files: ['src/sql/postgres/parser.ts'],
    rules: restrict(
      [...vscode, ...node, ...noNetwork],
      [lsp, ...without(parsers, postgresParser), ...layerPatterns('sql')],
    ),
  },
  {
    files: ['src/sql/cst/parser.ts'],
    rules: restrict(
      [...vscode, ...node, ...noNetwork],
      [lsp, ...without(parsers, cstParser), ...layerPatterns('sql')],
    ),
  },
  {
    files: ['src/code/syntax.ts', 'src/code/checker.ts'],
    rules: restrict(
      [...vscode, ...node, ...noNetwork],
      [lsp, ...without(parsers, typescript), ...layerPatterns('code')],
    ),
  },
  {
    files: ['src/document/yaml.ts'],
    rules: restrict(
      [...vscode, ...node, ...noNetwork],
      [lsp, ...without(parsers, yaml), ...layerPatterns('document')],
    ),
  },
  {
    files: ['src/workspace/node-*.ts'],
    rules: restrict([...vscode, ...noNetwork], [lsp, ...parsers, ...layerPatterns('workspace')]),
  },
];

const ruleFamilies = ['migration', 'query', 'contract', 'evolution'];
const rulesSeeNoParsers = group(
  [
    '../../sql/postgres/**',
    '../../sql/cst/**',
    '../../sql/tolerant/**',
    '../../sql/lexer',
    '../../code/syntax',
    '../../code/reading/**',
    '../../code/libraries/**',
  ],
  'Rules see facts and schemas, never parser nodes.',
);
const rulesAlone = group(
  ['./*', '../migration/*', '../query/*', '../contract/*', '../evolution/*', '../suppression/*'],
  'A rule never imports another rule.',
);
const rules = ruleFamilies.map((family) => ({
  files: [`src/rules/${family}/*.ts`],
  rules: restrict(
    [...vscode, ...node, ...noNetwork],
    [lsp, ...parsers, ...layerPatterns('rules'), rulesSeeNoParsers, rulesAlone],
  ),
}));

const nothingIsExecuted = {
  files: ['src/**/*.ts'],
  rules: {
    'no-eval': 'error',
    'no-implied-eval': 'off',
    'no-new-func': 'error',
    'no-restricted-globals': [
      'error',
      { name: 'fetch', message: 'No network.' },
      { name: 'WebSocket', message: 'No network.' },
      { name: 'XMLHttpRequest', message: 'No network.' },
    ],
    'no-restricted-syntax': [
      'error',
      {
        selector: 'ImportExpression',
        message: "No code is loaded at run time, least of all the workspace's.",
      },
      {
        selector: "CallExpression[callee.name='require']",
        message: "No code is loaded at run time, least of all the workspace's.",
      },
    ],
  },
};

/** Two modules load our own heavy parts on first use; the paths are literals. */
const lazyParts = {
  files: ['src/code/load.ts', 'src/sql/cst/load.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: "CallExpression[callee.name='require'][arguments.0.type!='Literal']",
        message: 'Only literal paths of our own.',
      },
    ],
  },
};

export const boundaries = [...perFolder, ...parserDoors, ...rules, nothingIsExecuted, lazyParts];
