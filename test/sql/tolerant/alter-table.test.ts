import assert from 'node:assert/strict';
import type { SchemaChange } from '../../../src/model/schema-change';
import { readTolerant } from '../../../src/sql/tolerant/read';
import { changesOf, onlyChange, unreadOf } from './reading';

function kindsAndTexts(text: string, changes: readonly SchemaChange[]): string[] {
  return changes.map(({ kind, range }) => `${kind}: ${text.slice(range.start, range.end)}`);
}

describe('readTolerant, ALTER TABLE of MySQL and MariaDB', () => {
  it('reads every action with the range it has', () => {
    const actions = [
      ['add-column', 'ADD COLUMN a INT'],
      ['add-column', 'ADD b INT NOT NULL AFTER a'],
      ['redefine-column', 'MODIFY COLUMN c BIGINT UNSIGNED'],
      ['redefine-column', 'CHANGE d e TEXT FIRST'],
      ['create-index', 'ADD INDEX i (a, b(10))'],
      ['create-index', 'ADD KEY (a)'],
      ['create-index', 'ADD FULLTEXT INDEX f (e)'],
      ['create-index', 'ADD SPATIAL KEY g (h)'],
      ['add-constraint', 'ADD UNIQUE KEY u (a)'],
      ['add-constraint', 'ADD PRIMARY KEY (a)'],
      ['add-constraint', 'ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES o (id) ON DELETE CASCADE'],
      ['add-constraint', 'ADD CHECK (a > 0)'],
      ['drop-column', 'DROP COLUMN j'],
      ['drop-column', 'DROP k'],
      ['drop-index', 'DROP INDEX l'],
      ['drop-index', 'DROP KEY m'],
      ['drop-constraint', 'DROP PRIMARY KEY'],
      ['drop-constraint', 'DROP FOREIGN KEY n'],
      ['drop-constraint', 'DROP CONSTRAINT p'],
      ['rename-column', 'RENAME COLUMN q TO r'],
      ['rename-index', 'RENAME INDEX s TO t'],
      ['set-default', 'ALTER COLUMN v SET DEFAULT 3'],
      ['drop-default', 'ALTER w DROP DEFAULT'],
      ['change-table-setting', 'ENGINE=InnoDB'],
      ['change-table-setting', 'CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'],
      ['rename-table', 'RENAME TO x'],
    ];
    const text = `ALTER TABLE t\n  ${actions.map(([, action]) => action).join(', -- why\n  ')}`;
    for (const dialect of ['mysql', 'mariadb'] as const) {
      assert.deepEqual(
        kindsAndTexts(text, changesOf(text, dialect)),
        actions.map(([kind, action]) => `${kind}: ${action}`),
      );
      assert.equal(readTolerant(text, dialect).confidence, 'high');
    }
  });

  it('puts ALGORITHM and LOCK on every other action', () => {
    const changes = changesOf('ALTER TABLE t ADD a INT, ALGORITHM=INPLACE, DROP b, LOCK = NONE', 'mysql');
    assert.deepEqual(
      changes.map((change) => change.requested),
      [
        { algorithm: 'inplace', lock: 'none' },
        { algorithm: 'inplace', lock: 'none' },
      ],
    );
    assert.equal(changesOf('ALTER TABLE t ADD a INT', 'mysql')[0]?.requested, undefined);
  });

  it('reads a list of columns in parentheses', () => {
    const text = 'ALTER TABLE t ADD COLUMN (a INT, b VARCHAR(20), KEY k (a))';
    assert.deepEqual(kindsAndTexts(text, changesOf(text, 'mysql')), [
      'add-column: a INT',
      'add-column: b VARCHAR(20)',
      'create-index: KEY k (a)',
    ]);
  });

  it('keeps the old and the new name of CHANGE apart', () => {
    const change = onlyChange(
      "ALTER TABLE `t` CHANGE COLUMN `a` `b` VARCHAR(50) NOT NULL DEFAULT 'x' COMMENT 'y' AFTER `c`",
      'mysql',
      'redefine-column',
    );
    assert.equal(change.column.name, 'a');
    assert.equal(change.definition.name.name, 'b');
    assert.equal(change.definition.type?.name, 'varchar');
    assert.deepEqual(change.definition.type.arguments, [50]);
    assert.ok(change.definition.notNull !== null);
    assert.equal(change.definition.default?.text, "'x'");
    assert.equal(change.definition.comment, 'y');
    assert.deepEqual(change.definition.position, { after: 'c' });
  });

  it('takes a column of MODIFY for the old and the new', () => {
    const change = onlyChange('ALTER TABLE t MODIFY a INT', 'mariadb', 'redefine-column');
    assert.equal(change.column.name, 'a');
    assert.equal(change.definition.name.name, 'a');
  });

  it('reads partitions and several options without commas', () => {
    assert.deepEqual(
      changesOf('ALTER TABLE t DROP PARTITION p0, p1', 'mysql')
        .map((change) => change.kind === 'change-table-setting' && change.setting)
        .at(0),
      'drop partition',
    );
    const changes = changesOf(
      'ALTER TABLE t ENGINE = InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8',
      'mysql',
    );
    assert.deepEqual(
      changes.map(
        (change) => change.kind === 'change-table-setting' && `${change.setting} ${change.value ?? ''}`,
      ),
      ['engine InnoDB', 'row_format DYNAMIC', 'character set utf8'],
    );
  });

  it('says which action it does not understand, and reads the others', () => {
    const reading = readTolerant('ALTER TABLE t ADD a INT, FROBNICATE x, DROP b', 'mysql');
    assert.deepEqual(unreadOf(reading), ['FROBNICATE x']);
    assert.deepEqual(
      reading.changes.map((change) => change.kind),
      ['add-column', 'drop-column'],
    );
    assert.equal(reading.confidence, 'medium');
  });
});

describe('readTolerant, ALTER TABLE of Postgres', () => {
  it('reads every action with the range it has', () => {
    const actions = [
      ['alter-column-type', 'ALTER COLUMN a TYPE bigint USING a::bigint'],
      ['alter-column-type', 'ALTER b SET DATA TYPE varchar(20) COLLATE "C"'],
      ['set-not-null', 'ALTER c SET NOT NULL'],
      ['drop-not-null', 'ALTER COLUMN c DROP NOT NULL'],
      ['set-default', "ALTER d SET DEFAULT now() + interval '1 day'"],
      ['drop-default', 'ALTER d DROP DEFAULT'],
      ['set-identity', 'ALTER e ADD GENERATED BY DEFAULT AS IDENTITY'],
      ['drop-identity', 'ALTER e DROP IDENTITY IF EXISTS'],
      ['drop-generated', 'ALTER f DROP EXPRESSION'],
      ['add-column', 'ADD COLUMN IF NOT EXISTS "G" timestamptz NOT NULL DEFAULT now()'],
      ['drop-column', 'DROP COLUMN IF EXISTS h CASCADE'],
      ['add-constraint', 'ADD CONSTRAINT i CHECK (a > 0) NOT VALID'],
      ['add-constraint', 'ADD CONSTRAINT j UNIQUE USING INDEX k'],
      ['add-constraint', 'ADD EXCLUDE USING gist (l WITH &&)'],
      ['drop-constraint', 'DROP CONSTRAINT IF EXISTS m'],
      ['validate-constraint', 'VALIDATE CONSTRAINT n'],
      ['change-table-setting', 'OWNER TO o'],
      ['change-table-setting', 'ENABLE ROW LEVEL SECURITY'],
    ];
    const text = `ALTER TABLE ONLY s.t ${actions.map(([, action]) => action).join(', ')}`;
    assert.deepEqual(
      kindsAndTexts(text, changesOf(text, 'postgres')),
      actions.map(([kind, action]) => `${kind}: ${action}`),
    );
    assert.equal(readTolerant(text, 'postgres').confidence, 'medium');
  });

  it('reads the single forms', () => {
    assert.equal(onlyChange('ALTER TABLE t RENAME a TO b', 'postgres', 'rename-column').newName.name, 'b');
    assert.equal(
      onlyChange('ALTER TABLE t RENAME CONSTRAINT a TO b', 'postgres', 'rename-constraint').constraint.name,
      'a',
    );
    assert.equal(onlyChange('ALTER TABLE T RENAME TO "U"', 'postgres', 'rename-table').newName.name, 'U');
    assert.equal(onlyChange('ALTER TABLE t SET SCHEMA s', 'postgres', 'move-table').newSchema.name, 's');
    assert.equal(
      onlyChange('ALTER TABLE t DETACH PARTITION p CONCURRENTLY', 'postgres', 'detach-partition')
        .concurrently,
      true,
    );
  });

  it('knows a CHECK that proves a column not null', () => {
    const { constraint } = onlyChange(
      'ALTER TABLE t ADD CONSTRAINT c CHECK ("A" IS NOT NULL AND (b IS NOT NULL) AND c > 0) NOT VALID',
      'postgres',
      'add-constraint',
    );
    assert.deepEqual(constraint.expression?.provesNotNull, ['A', 'b']);
    assert.equal(constraint.validated, false);
    const either = onlyChange(
      'ALTER TABLE t ADD CHECK (a IS NOT NULL OR b IS NOT NULL)',
      'postgres',
      'add-constraint',
    );
    assert.deepEqual(either.constraint.expression?.provesNotNull, []);
  });
});

describe('readTolerant, half-typed ALTER TABLE', () => {
  it('says what is missing, in every state of typing', () => {
    for (const text of [
      'ALTER TABLE',
      'ALTER TABLE t',
      'ALTER TABLE t ADD',
      'ALTER TABLE t ADD COLUMN',
      'ALTER TABLE t ADD COLUMN a',
      'ALTER TABLE t DROP',
      'ALTER TABLE t DROP COLUMN',
      'ALTER TABLE t RENAME COLUMN a',
      'ALTER TABLE t RENAME a TO',
      'ALTER TABLE t ALTER COLUMN',
      'ALTER TABLE t ALTER COLUMN a',
      'ALTER TABLE t ALTER a TYPE',
      'ALTER TABLE t ADD CONSTRAINT c',
      'ALTER TABLE t ADD COLUMN a int,',
    ])
      for (const dialect of ['postgres', 'mysql'] as const)
        assert.notDeepEqual(unreadOf(readTolerant(text, dialect)), [], `${dialect}: ${text}`);
  });

  it('still says which column is dropped when a sibling is being typed', () => {
    const reading = readTolerant('ALTER TABLE t DROP COLUMN a, ADD COLUMN', 'postgres');
    assert.deepEqual(
      reading.changes.map((change) => change.kind),
      ['drop-column'],
    );
    assert.equal(reading.confidence, 'low');
  });

  it('keeps a template in a name and says that it is not known', () => {
    const reading = readTolerant('ALTER TABLE ${prefix}users ADD COLUMN a int', 'postgres');
    const [change] = reading.changes;
    assert.equal(change?.kind === 'add-column' && change.table.name, '${prefix}users');
    assert.deepEqual(unreadOf(reading), ['${prefix}']);
  });
});
