import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dialects, type Dialect } from '../../src/model/dialect';
import { sections, splitStatements } from '../../src/sql/split';

function cut(text: string, dialect: Dialect): string[] {
  return splitStatements(text, dialect).pieces.map((piece) => text.slice(piece.start, piece.end));
}

/** One statement: nothing may cut it. */
function stays(statement: string, dialect: Dialect): void {
  assert.deepEqual(cut(`SELECT 0;\n${statement};\nSELECT 9;`, dialect), ['SELECT 0', statement, 'SELECT 9']);
}

const parts = (text: string, dialect: 'mysql' | 'mariadb'): string[] =>
  splitStatements(text, dialect).pieces.map(({ start, end }) => text.slice(start, end));

describe('routines of MySQL whose body is one compound statement without BEGIN', () => {
  const whole = [
    'CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW IF NEW.a > 1 THEN SET NEW.a = IF(1, 2, 3); IF x THEN SET @b = 1; END IF; END IF',
    'CREATE PROCEDURE n() l: LOOP LEAVE l; END LOOP',
    'CREATE PROCEDURE n() WHILE 1 DO BEGIN SELECT 1; END; END WHILE',
    'CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW CASE NEW.a WHEN 1 THEN SET @a = 1; ELSE SET @a = 2; END CASE',
    'CREATE AGGREGATE FUNCTION n(x INT) RETURNS INT BEGIN DECLARE EXIT HANDLER FOR NOT FOUND RETURN 1; LOOP FETCH GROUP NEXT ROW; END LOOP; END',
  ];
  for (const statement of whole)
    it(`stay whole: ${statement.slice(0, 70)}`, () =>
      assert.deepEqual(parts(`${statement};\nSELECT 1`, 'mariadb'), [statement, 'SELECT 1']));

  it('end at their semicolon when the body is a simple statement', () => {
    for (const statement of [
      'CREATE PROCEDURE IF NOT EXISTS p() SELECT 1',
      'CREATE FUNCTION f(a int) RETURNS int DETERMINISTIC RETURN IF(a, 1, 2)',
      'CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW SET NEW.b = CASE WHEN 1 THEN 2 END',
      'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t',
      'CREATE TABLE IF NOT EXISTS t (a int)',
    ])
      assert.deepEqual(parts(`${statement};DROP TABLE t`, 'mysql'), [statement, 'DROP TABLE t']);
  });
});

describe('splitStatements', () => {
  it('cuts at semicolons outside quotes and comments', () => {
    assert.deepEqual(cut(`SELECT ';' -- ;\n, "a;b" /* ; */;\nSELECT $$;$$`, 'postgres'), [
      `SELECT ';' -- ;\n, "a;b"`,
      'SELECT $$;$$',
    ]);
    assert.deepEqual(cut('SELECT `a;b`, "c;d"; SELECT 2', 'mysql'), ['SELECT `a;b`, "c;d"', 'SELECT 2']);
    assert.deepEqual(cut('SELECT [a;b]; SELECT 2;', 'sqlite'), ['SELECT [a;b]', 'SELECT 2']);
  });

  it('gives where a statement ends and where the next may begin', () => {
    const text = '\ufeff-- hi\r\nSELECT 1 ;\r\nSELECT 2\r\n';
    assert.deepEqual(splitStatements(text, 'postgres').pieces, [
      { start: 8, end: 16, next: 18 },
      { start: 20, end: 28, next: 30 },
    ]);
  });

  it('gives the comments with and without their delimiters', () => {
    const text = '-- one\nSELECT /* two */ 1; # three';
    assert.deepEqual(
      splitStatements(text, 'mysql').comments.map((comment) => [
        text.slice(comment.range.start, comment.range.end),
        comment.text,
      ]),
      [
        ['-- one', ' one'],
        ['/* two */', ' two '],
        ['# three', ' three'],
      ],
    );
  });

  it('ignores empty statements', () => {
    assert.deepEqual(cut(';; SELECT 1;;', 'postgres'), ['SELECT 1']);
    assert.deepEqual(cut('-- nothing\n', 'sqlite'), []);
  });

  it("ends a statement at Drizzle's breakpoint, with and without a semicolon", () => {
    for (const dialect of dialects) {
      const text = 'DROP TABLE a--> statement-breakpoint\nDROP TABLE b;-->statement-breakpoint\nDROP TABLE c';
      assert.deepEqual(cut(text, dialect), ['DROP TABLE a', 'DROP TABLE b', 'DROP TABLE c']);
      assert.deepEqual(splitStatements(text, dialect).comments, []);
    }
  });

  it('keeps the body of a routine together', () => {
    stays(
      'CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  UPDATE b SET c = CASE WHEN 1 THEN 2 END;\nINSERT INTO d VALUES (1);\nEND',
      'sqlite',
    );
    stays(
      'CREATE DEFINER=`root`@`%` PROCEDURE p()\nBEGIN\n  IF a THEN SELECT 1; END IF;\n  WHILE b DO SET c = 1; END WHILE;\n  CASE d WHEN 1 THEN SELECT 2; END CASE;\n  BEGIN SELECT 3; END;\nEND',
      'mysql',
    );
    stays(
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END',
      'postgres',
    );
    stays(
      'CREATE FUNCTION f() RETURNS void AS $x$ BEGIN DELETE FROM a; END $x$ LANGUAGE plpgsql',
      'postgres',
    );
    stays('CREATE RULE r AS ON INSERT TO a DO INSTEAD (INSERT INTO b VALUES (1); DELETE FROM c)', 'postgres');
    stays('BEGIN NOT ATOMIC\n  DECLARE a INT;\n  SET a = 1;\nEND', 'mariadb');
  });

  it('does not take BEGIN for a body where it begins a transaction', () => {
    assert.deepEqual(cut('BEGIN; SELECT 1; END; SELECT 2;', 'postgres'), [
      'BEGIN',
      'SELECT 1',
      'END',
      'SELECT 2',
    ]);
    assert.deepEqual(cut('BEGIN; SELECT 1; COMMIT;', 'mysql'), ['BEGIN', 'SELECT 1', 'COMMIT']);
  });

  it('follows DELIMITER', () => {
    const text = 'DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\nDELIMITER ;\nSELECT 2;';
    assert.deepEqual(cut(text, 'mysql'), ['CREATE PROCEDURE p() BEGIN SELECT 1; END', 'SELECT 2']);
  });

  it('takes a comment that MySQL executes for a statement', () => {
    assert.deepEqual(cut('/*!40101 SET NAMES utf8 */;\nSELECT 1;', 'mysql'), [
      '/*!40101 SET NAMES utf8 */',
      'SELECT 1',
    ]);
    assert.deepEqual(cut('/* plain */;\nSELECT 1;', 'mysql'), ['SELECT 1']);
  });

  it('skips psql commands and COPY data, and says what they hide', () => {
    const text =
      "\\set x 1\nCOPY t FROM stdin;\n1\t;'\n\\.\nSELECT 1;\n\\i other.sql\nSELECT 2 \\gexec\nSELECT 3;";
    assert.deepEqual(cut(text, 'postgres'), ['COPY t FROM stdin', 'SELECT 1', 'SELECT 2', 'SELECT 3']);
    assert.deepEqual(
      splitStatements(text, 'postgres').unread.map((unread) =>
        text.slice(unread.range.start, unread.range.end),
      ),
      ['\\i other.sql', '\\gexec'],
    );
  });

  it('says that a comment is not closed and that a NUL is there', () => {
    const { pieces, unread } = splitStatements('SELECT 1;\0/* SELECT 2;', 'postgres');
    assert.equal(pieces.length, 1);
    assert.deepEqual(
      unread.map((one) => one.range),
      [
        { start: 9, end: 10 },
        { start: 10, end: 22 },
      ],
    );
  });

  it('keeps control blocks of templates apart from the statements between them', () => {
    for (const [open, close] of [
      ['{% if big %}', '{% endif %}'],
      ['{{- if .Big }}', '{{ end }}'],
      ['{{#if big}}', '{{/if}}'],
      ['{# only if big #}', ''],
    ] as const) {
      const text = `${open}\nALTER TABLE a ADD b int;\n${close}`;
      assert.deepEqual(cut(text, 'postgres'), ['ALTER TABLE a ADD b int'], open);
      const { unread } = splitStatements(text, 'postgres');
      const decides =
        open.includes('if big') && !open.includes('only') ? 1 : open.includes('if .Big') ? 1 : 0;
      assert.equal(unread.length, decides, open);
    }
    // What gives text may be a statement or begin one.
    assert.deepEqual(cut('{{ all }};SELECT 1', 'postgres'), ['{{ all }}', 'SELECT 1']);
  });

  it('says where psql decides what runs', () => {
    const text = "\\set n 'a'\n\\if :{?x}\nDROP TABLE a;\n\\else\nDROP TABLE b;\n\\endif\n\\i other.sql\n";
    const { pieces, unread } = splitStatements(text, 'postgres');
    assert.deepEqual(
      pieces.map(({ start, end }) => text.slice(start, end)),
      ['DROP TABLE a', 'DROP TABLE b'],
    );
    assert.deepEqual(
      unread.map(({ range }) => text.slice(range.start, range.end)),
      ['\\if :{?x}', '\\i other.sql'],
    );
  });
});

describe('splitStatements, while a statement is being typed', () => {
  const neighbours = {
    postgres: [
      'CREATE UNIQUE INDEX i ON t (c)',
      'ALTER TABLE t ADD c int',
      'INSERT INTO t VALUES (1)',
      'DROP TABLE t',
      'CREATE TYPE e AS ENUM ()',
      'TRUNCATE t',
      'UPDATE t SET c = 1',
      "SET lock_timeout = '2s'",
      'COMMIT',
      'DO $$BEGIN END$$',
      'COMMENT ON TABLE t IS NULL',
      'DROP INDEX i',
      'ALTER TYPE e ADD VALUE $$a$$',
      'DROP TYPE e',
    ],
    mysql: [
      'CREATE INDEX i ON t (c)',
      'ALTER TABLE t ADD c int',
      'DELETE FROM t',
      'RENAME TABLE a TO b',
      'DROP TABLE t',
      'UPDATE `t` SET c = 1',
    ],
    mariadb: ['CREATE FULLTEXT INDEX i ON t (c)', 'CREATE OR REPLACE TABLE t (c int)'],
    sqlite: [
      'CREATE TABLE t (c)',
      'PRAGMA foreign_keys=on',
      'INSERT OR IGNORE INTO t VALUES (1)',
      'DROP VIEW v',
    ],
  };

  for (const dialect of dialects) {
    it(`keeps its neighbours (${dialect})`, () => {
      for (const neighbour of neighbours[dialect]) {
        assert.deepEqual(
          cut(`ALTER TABLE users ADD COLUMN\n${neighbour};\nSELECT 1;`, dialect),
          ['ALTER TABLE users ADD COLUMN', neighbour, 'SELECT 1'],
          neighbour,
        );
      }
    });
  }

  it('keeps them when a parenthesis is open', () => {
    assert.deepEqual(cut('CREATE TABLE a (\n  id int,\nCREATE INDEX i ON t (c);', 'postgres'), [
      'CREATE TABLE a (\n  id int,',
      'CREATE INDEX i ON t (c)',
    ]);
    assert.deepEqual(cut('CREATE TABLE a (id int;\nSELECT 1;', 'postgres'), [
      'CREATE TABLE a (id int',
      'SELECT 1',
    ]);
  });

  it('keeps them when a quote is open', () => {
    assert.deepEqual(
      cut(
        "ALTER TABLE a ADD b text DEFAULT '\nCREATE INDEX i ON a (b);\nINSERT INTO a VALUES ('x;y');",
        'postgres',
      ),
      ["ALTER TABLE a ADD b text DEFAULT '", 'CREATE INDEX i ON a (b)', "INSERT INTO a VALUES ('x;y')"],
    );
    assert.deepEqual(cut('DO $$ BEGIN\nCREATE INDEX i ON a (b);', 'postgres'), [
      'DO $$ BEGIN',
      'CREATE INDEX i ON a (b)',
    ]);
  });

  it('keeps them when a body is open', () => {
    assert.deepEqual(
      cut(
        'CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN\n  SET x = 1;\n\nALTER TABLE b ADD c int;',
        'mysql',
      ),
      ['CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN\n  SET x = 1;', 'ALTER TABLE b ADD c int'],
    );
  });

  it('does not put the comment above a neighbour into the half-typed statement', () => {
    assert.deepEqual(cut('ALTER TABLE a\n-- next\nCREATE INDEX i ON t (c);', 'postgres'), [
      'ALTER TABLE a',
      'CREATE INDEX i ON t (c)',
    ]);
  });

  it('does not cut a statement that is whole', () => {
    stays('CREATE TABLE a AS\nSELECT 1', 'postgres');
    stays('INSERT INTO a\nSELECT 1', 'postgres');
    stays('INSERT INTO a VALUES (1)\nON CONFLICT DO\nUPDATE SET b = 1', 'postgres');
    stays('INSERT INTO a VALUES (1)\nON DUPLICATE KEY\nUPDATE b = 1', 'mysql');
    stays('WITH x AS (\nDELETE FROM a RETURNING *)\nINSERT INTO b\nSELECT * FROM x', 'postgres');
    stays('EXPLAIN\nUPDATE a SET b = 1', 'postgres');
    stays('GRANT SELECT,\nTRUNCATE ON a TO b', 'postgres');
    stays('GRANT\nCREATE VIEW ON a TO b', 'mysql');
    stays('ALTER DEFAULT PRIVILEGES\nGRANT SELECT ON TABLES TO b', 'postgres');
    stays('CREATE SCHEMA a\nCREATE TABLE b (c int)', 'postgres');
    stays('ALTER TABLE a\nDROP COLUMN b,\nADD c int,\nALTER COLUMN d\nSET DEFAULT 1', 'postgres');
    stays('ALTER TABLE a\nDROP INDEX b,\nALTER INDEX c INVISIBLE', 'mysql');
    stays('ALTER TABLE a\nDROP type,\nALTER type SET NOT NULL,\nDROP role CASCADE', 'postgres');
    stays('ALTER TABLE a\nTRUNCATE PARTITION p', 'mysql');
    stays('ALTER PUBLICATION a\nDROP TABLE b', 'postgres');
    stays('CREATE RULE r AS ON UPDATE TO a DO\nDELETE FROM b', 'postgres');
    stays('CREATE TABLE a (b int REFERENCES c ON DELETE\nSET NULL ON\nUPDATE CASCADE)', 'postgres');
    stays('UPDATE a\nSET b = 1', 'postgres');
    stays('SELECT 1 FROM a FOR\nUPDATE', 'postgres');
    stays('CREATE TRIGGER t BEFORE\nTRUNCATE ON a EXECUTE FUNCTION f()', 'postgres');
    stays('CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO\nDELETE FROM a', 'mysql');
    stays('CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW\nINSERT INTO b VALUES (1)', 'mysql');
    stays('ALTER FUNCTION f()\nSET search_path = a', 'postgres');
    stays("INSERT INTO a VALUES ('\nCREATE TABLE b (c int);\n')", 'postgres');
  });
});

describe('splitStatements, any text', () => {
  const statements: Record<Dialect, string[]> = {
    postgres: [
      'SELECT 1',
      "SELECT ';😀', $a$ ; $$ ' $a$, E'\\';' -- ;'\n, 2",
      'CREATE TABLE "a;b" (c int /* ; /* ; */ */)',
      'DO $$ BEGIN; END $$',
      'SELECT U&";" , 1',
    ],
    mysql: [
      'SELECT 1',
      "SELECT ';\\';', `;`, \";\" # ;\n, 2",
      'CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN SELECT 1; IF 1 THEN SELECT 2; END IF; END',
      '/*!50001 SET x = 1; */',
    ],
    mariadb: [
      'SELECT 1',
      "SELECT ';;'",
      'CREATE PROCEDURE p() BEGIN CASE 1 WHEN 1 THEN SELECT 1; END CASE; END',
    ],
    sqlite: [
      'SELECT 1',
      'SELECT [;], `;`, ";", \'\\\' -- ;\n, 2',
      'CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END',
    ],
  };
  const gap = fc.constantFrom('\n', '\r\n', ' ', '-- c;\n', '/* ; */', '\n\n', "-- it's\r\n");

  for (const dialect of dialects) {
    it(`gives back what was put together (${dialect})`, () => {
      const part = fc.tuple(fc.array(gap), fc.constantFrom(...statements[dialect]));
      fc.assert(
        fc.property(fc.boolean(), fc.array(part), fc.array(gap), (mark, parts, tail) => {
          const text =
            (mark ? '\ufeff' : '') +
            parts.map(([gaps, statement]) => `${gaps.join('')}${statement};`).join('') +
            tail.join('');
          assert.deepEqual(
            cut(text, dialect),
            parts.map(([, statement]) => statement),
          );
          assert.deepEqual(splitStatements(text, dialect).unread, []);
        }),
      );
    });
  }

  it('ends on a dollar tag that the text cuts short', () => {
    assert.deepEqual(cut('SELECT $a', 'postgres'), ['SELECT $a']);
  });

  it('stays in order and inside the text on every prefix and on nonsense', () => {
    const fragment = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "'",
        '"',
        '`',
        '$$',
        '/*',
        '*/',
        '--',
        '\n',
        ';',
        'BEGIN',
        'END',
        'CREATE TRIGGER t ',
        '\nCREATE TABLE a ',
        '\nDELIMITER //\n',
        '//',
        '\\i x',
        '(',
        ')',
        '[',
        '\0',
        '{{',
        '}}',
        'COPY a FROM stdin;\n',
        '\n\\.\n',
        '-- +goose Down\n',
        '/*!',
        ...statements.postgres,
        ...statements.mysql,
      ),
    );
    const text = fc.array(fragment).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, fc.constantFrom(...dialects), fc.nat(), (whole, dialect, length) => {
        const prefix = whole.slice(0, length % (whole.length + 1));
        const { pieces, comments, unread } = splitStatements(prefix, dialect);
        let at = 0;
        for (const piece of pieces) {
          assert.ok(
            at <= piece.start &&
              piece.start < piece.end &&
              piece.end <= piece.next &&
              piece.next <= prefix.length,
          );
          assert.match(prefix.charAt(piece.start), /[^\s\0\ufeff]/);
          at = piece.next;
        }
        for (const { range } of [...comments, ...unread])
          assert.ok(0 <= range.start && range.start < range.end && range.end <= prefix.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('sections', () => {
  function parts(text: string): string[] {
    return sections(text).map(
      (section) => `${section.direction} ${text.slice(section.start, section.end).trim()}`,
    );
  }

  it('is one way up without markers', () => {
    assert.deepEqual(sections('SELECT 1;'), [{ direction: 'up', start: 0, end: 9 }]);
    assert.deepEqual(sections(''), [{ direction: 'up', start: 0, end: 0 }]);
  });

  it('knows the markers of the runners', () => {
    assert.deepEqual(parts('-- +goose Up\nA;\n-- +goose Down\nB;'), ['up A;', 'down B;']);
    assert.deepEqual(parts('-- +migrate Up notransaction\nA;\n-- +migrate Down\nB;'), ['up A;', 'down B;']);
    assert.deepEqual(parts('-- migrate:up transaction:false\r\nA;\r\n-- migrate:down\r\nB;'), [
      'up A;',
      'down B;',
    ]);
    assert.deepEqual(parts('A;\n---- create above / drop below ----\nB;'), ['up A;', 'down B;']);
    assert.deepEqual(parts('# --- !Ups\nA;\n# --- !Downs\nB;'), ['up A;', 'down B;']);
    assert.deepEqual(parts('A;\n-- //@UNDO\nB;'), ['up A;', 'down B;']);
  });

  it('separates statements that lack their semicolon', () => {
    assert.deepEqual(cut('-- +goose Up\nDROP TABLE a\n-- +goose Down\nSELECT 1', 'postgres'), [
      'DROP TABLE a',
      'SELECT 1',
    ]);
    assert.deepEqual(cut('DROP TABLE a\n-- goose is a bird\nCASCADE', 'postgres'), [
      'DROP TABLE a\n-- goose is a bird\nCASCADE',
    ]);
  });
});
