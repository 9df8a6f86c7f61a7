import type { Value } from '../../evaluate/values';
import { expectText } from '../not-understood';
import type { Sql } from '../rendered';
import type { Context } from './columns';
import { addConstraint } from './constraints';
import { guards, literal, optionsOf } from './data';
import { createIndex, dropIndex } from './indexes';
import * as objects from './objects';
import * as routines from './routines';
import { alterSequence, createSequence } from './sequences';
import * as tables from './tables';
import { applyType } from './types';
import * as views from './views';

/** What a method of `pgm` sends. */
export type Operation = (args: readonly Value[], context: Context) => readonly Sql[];

/** `DROP TABLE IF EXISTS "a" CASCADE`. */
function drop(kind: string): Operation {
  return ([name, given]) => {
    const { ifExists, cascade } = guards(optionsOf(given));
    return [[`DROP ${kind}${ifExists} ${literal(name, 'the name')}${cascade}`]];
  };
}

/** `ALTER TABLE "a" RENAME TO "b"`. */
function rename(kind: string): Operation {
  return ([from, to]) => [
    [`ALTER ${kind} ${literal(from, 'the name')} RENAME TO ${literal(to, 'the new name')}`],
  ];
}

/** `ALTER TABLE "t" RENAME CONSTRAINT "a" TO "b"`: a part of something else. */
function renamePart(kind: string, word: string): Operation {
  return ([owner, from, to]) => [
    [
      `ALTER ${kind} ${literal(owner, 'the name')} RENAME ${word}${literal(from, 'the name')} TO ${literal(to, 'the new name')}`,
    ],
  ];
}

/** `DROP TRIGGER "a" ON "t"`. */
function dropOn(kind: string): Operation {
  return ([table, name, given]) => {
    const { ifExists, cascade } = guards(optionsOf(given));
    return [
      [
        `DROP ${kind}${ifExists} ${literal(name, 'the name')} ON ${literal(table, 'the name of the table')}${cascade}`,
      ],
    ];
  };
}

const withShorthands =
  (render: (args: readonly Value[], shorthands: Context['shorthands']) => readonly Sql[]): Operation =>
  (args, { shorthands }) =>
    render(args, shorthands);

const typeAttribute =
  (words: string, after: string): Operation =>
  ([type, attribute, said], { shorthands }) => [
    [
      `ALTER TYPE ${literal(type, 'the name of the type')} ${words} ${literal(attribute, 'the name of the attribute')} ${after}${applyType(said, shorthands).type}`,
    ],
  ];

const operations: Readonly<Record<string, Operation>> = {
  createTable: tables.createTable,
  dropTable: drop('TABLE'),
  renameTable: rename('TABLE'),
  alterTable: tables.alterTable,
  addColumns: tables.addColumns,
  dropColumns: tables.dropColumns,
  renameColumn: renamePart('TABLE', ''),
  alterColumn: tables.alterColumn,
  addConstraint,
  dropConstraint: ([table, name, given]) => {
    const options = optionsOf(given);
    const { ifExists, cascade } = guards(options);
    const target = `ALTER TABLE${options.flag('ifTableExists') ? ' IF EXISTS' : ''} ${literal(table, 'the name of the table')}`;
    return [
      [`${target} DROP CONSTRAINT${ifExists} ${literal(name, 'the name of the constraint')}${cascade}`],
    ];
  },
  renameConstraint: renamePart('TABLE', 'CONSTRAINT '),
  createIndex,
  dropIndex,
  renameIndex: rename('INDEX'),
  createType: withShorthands(objects.createType),
  dropType: drop('TYPE'),
  renameType: rename('TYPE'),
  addTypeValue: objects.addTypeValue,
  renameTypeValue: ([type, from, to]) => [
    [
      `ALTER TYPE ${literal(type, 'the name of the type')} RENAME VALUE ${expectValue(from)} TO ${expectValue(to)}`,
    ],
  ],
  renameTypeAttribute: renamePart('TYPE', 'ATTRIBUTE '),
  addTypeAttribute: typeAttribute('ADD ATTRIBUTE', ''),
  setTypeAttribute: typeAttribute('ALTER ATTRIBUTE', 'SET DATA TYPE '),
  dropTypeAttribute: ([type, attribute, given]) => [
    [
      `ALTER TYPE ${literal(type, 'the name of the type')} DROP ATTRIBUTE${guards(optionsOf(given)).ifExists} ${literal(attribute, 'the name of the attribute')}`,
    ],
  ],
  createView: views.createView,
  dropView: drop('VIEW'),
  renameView: rename('VIEW'),
  alterViewColumn: views.alterViewColumn,
  createMaterializedView: views.createMaterializedView,
  dropMaterializedView: drop('MATERIALIZED VIEW'),
  renameMaterializedView: rename('MATERIALIZED VIEW'),
  renameMaterializedViewColumn: renamePart('MATERIALIZED VIEW', 'COLUMN '),
  refreshMaterializedView: views.refreshMaterializedView,
  createFunction: withShorthands(routines.createFunction),
  dropFunction: withShorthands(routines.dropFunction),
  renameFunction: withShorthands(routines.renameFunction),
  createTrigger: withShorthands(routines.createTrigger),
  dropTrigger: dropOn('TRIGGER'),
  renameTrigger: ([table, from, to]) => [
    [
      `ALTER TRIGGER ${literal(from, 'the name')} ON ${literal(table, 'the name of the table')} RENAME TO ${literal(to, 'the new name')}`,
    ],
  ],
  createPolicy: objects.createPolicy,
  dropPolicy: dropOn('POLICY'),
  createSchema: objects.createSchema,
  dropSchema: drop('SCHEMA'),
  renameSchema: rename('SCHEMA'),
  createDomain: withShorthands(objects.createDomain),
  dropDomain: drop('DOMAIN'),
  alterDomain: objects.alterDomain,
  renameDomain: rename('DOMAIN'),
  createSequence: withShorthands(createSequence),
  dropSequence: drop('SEQUENCE'),
  alterSequence: withShorthands(alterSequence),
  renameSequence: rename('SEQUENCE'),
  createExtension: objects.createExtension,
  dropExtension: objects.dropExtension,
};

const aliases: Readonly<Record<string, string>> = {
  addColumn: 'addColumns',
  dropColumn: 'dropColumns',
  createConstraint: 'addConstraint',
  addIndex: 'createIndex',
  addType: 'createType',
  addExtension: 'createExtension',
};

/** The operation of a method of `pgm`; null for a method that is not read. */
export function operationOf(method: string): Operation | null {
  const name = Object.hasOwn(aliases, method) ? (aliases[method] ?? method) : method;
  return Object.hasOwn(operations, name) ? (operations[name] ?? null) : null;
}

function expectValue(value: Value | undefined): string {
  return `'${expectText(value, 'the value of the type').replaceAll("'", "''")}'`;
}
