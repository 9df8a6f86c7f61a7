/** Tables and more that every form starts from. */
export const beforeEachSqliteForm = `
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, "full name" VARCHAR(80), age INT DEFAULT 0, note);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, total REAL, at DATETIME DEFAULT CURRENT_TIMESTAMP);
CREATE INDEX orders_user ON orders (user_id);
CREATE VIEW big AS SELECT id, total FROM orders WHERE total > 100;
CREATE TRIGGER old AFTER DELETE ON users BEGIN DELETE FROM orders WHERE user_id = OLD.id; END;
`;

/** Texts that SQLite accepts after that, each one or several statements. */
export const sqliteForms: readonly string[] = [
  'CREATE TABLE t (a)',
  'CREATE TABLE t (a, b TEXT, c ANYTHING GOES HERE (1, 2))',
  'CREATE TABLE IF NOT EXISTS main.t (a INTEGER PRIMARY KEY DESC, b TEXT COLLATE NOCASE)',
  'CREATE TEMP TABLE t (a)',
  'CREATE TEMPORARY TABLE IF NOT EXISTS t (a)',
  'CREATE TABLE t (a TEXT PRIMARY KEY, b BLOB) WITHOUT ROWID',
  'CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL, c ANY) STRICT',
  'CREATE TABLE t (a INT, b TEXT, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID',
  'CREATE TABLE t (a INTEGER PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT, b UNIQUE ON CONFLICT IGNORE, c NOT NULL ON CONFLICT FAIL)',
  'CREATE TABLE t (a, b, UNIQUE (a, b) ON CONFLICT ROLLBACK, PRIMARY KEY (a) ON CONFLICT ABORT)',
  'CREATE TABLE t (a INT CHECK (a > 0), b TEXT CONSTRAINT b_full CHECK (length(b) > 0), CONSTRAINT both CHECK (a > 1 OR b IS NULL))',
  'CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a * 2) STORED, c INT AS (a + 1) VIRTUAL, d AS (a))',
  "CREATE TABLE t (a INT DEFAULT -1, b TEXT DEFAULT 'x''y', c REAL DEFAULT (1.5 + 2), d DEFAULT NULL, e DEFAULT TRUE, f DEFAULT x'00', g DEFAULT CURRENT_DATE)",
  'CREATE TABLE t (a INT REFERENCES users, b INT REFERENCES users (id) ON UPDATE SET NULL ON DELETE SET DEFAULT MATCH FULL DEFERRABLE INITIALLY DEFERRED)',
  'CREATE TABLE t (a INT, CONSTRAINT f FOREIGN KEY (a) REFERENCES users (id) ON DELETE RESTRICT NOT DEFERRABLE INITIALLY IMMEDIATE)',
  'CREATE TABLE [a b] ([c d] INT, `e f` TEXT, "g h" REAL, \'i j\' BLOB)',
  'CREATE TABLE t AS SELECT id, email FROM users',
  'CREATE TABLE t (a DOUBLE PRECISION, b UNSIGNED BIG INT, c NATIVE CHARACTER(70), d DECIMAL(10,5), e VARYING CHARACTER(255))',
  'CREATE TABLE t (a TEXT CONSTRAINT named NOT NULL CONSTRAINT other UNIQUE CONSTRAINT d DEFAULT 1)',
  'CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "order" TEXT, key TEXT, [index] INT)',
  "CREATE VIRTUAL TABLE search USING fts5(title, body, content='', tokenize = 'porter ascii')",
  'CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(title)',
  'ALTER TABLE users ADD COLUMN a TEXT',
  'ALTER TABLE users ADD a INT NOT NULL DEFAULT 0 CHECK (a >= 0)',
  'ALTER TABLE users ADD COLUMN a INT REFERENCES orders (id) ON DELETE SET NULL',
  'ALTER TABLE users ADD COLUMN a TEXT GENERATED ALWAYS AS (lower(email)) VIRTUAL',
  'ALTER TABLE users ADD COLUMN a',
  'ALTER TABLE users RENAME TO people',
  'ALTER TABLE main.users RENAME COLUMN email TO mail',
  'ALTER TABLE users RENAME "full name" TO name',
  'ALTER TABLE users DROP COLUMN age',
  'ALTER TABLE users DROP note',
  'CREATE INDEX i ON users (email)',
  'CREATE UNIQUE INDEX IF NOT EXISTS main.i ON users (email COLLATE NOCASE DESC, age)',
  "CREATE INDEX i ON users (lower(email), age + 1) WHERE age IS NOT NULL AND email <> ''",
  "CREATE INDEX i ON users (json_extract(note, '$.a'))",
  'DROP INDEX orders_user',
  'DROP INDEX IF EXISTS nowhere',
  'REINDEX orders_user',
  'DROP TABLE orders',
  'DROP TABLE IF EXISTS nowhere',
  'DROP VIEW big; CREATE TEMP VIEW big (x) AS SELECT 1',
  'CREATE VIEW IF NOT EXISTS v AS WITH x AS (SELECT 1 AS a) SELECT a FROM x UNION ALL SELECT id FROM users',
  'DROP VIEW IF EXISTS big',
  "CREATE TRIGGER t BEFORE UPDATE OF email, age ON users FOR EACH ROW WHEN NEW.age > 1 BEGIN SELECT RAISE(ABORT, 'no; never'); UPDATE users SET age = CASE WHEN 1 THEN 2 ELSE 3 END WHERE id = NEW.id; END",
  'CREATE TRIGGER IF NOT EXISTS t INSTEAD OF INSERT ON big BEGIN INSERT INTO orders (user_id) VALUES (1); END',
  'CREATE TEMP TRIGGER t AFTER INSERT ON users BEGIN INSERT INTO orders (user_id, total) SELECT NEW.id, 0 WHERE NOT EXISTS (SELECT 1 FROM orders); END',
  'DROP TRIGGER old',
  'DROP TRIGGER IF EXISTS main.nowhere',
  'PRAGMA foreign_keys = OFF; PRAGMA foreign_keys=ON; PRAGMA defer_foreign_keys = TRUE',
  'PRAGMA foreign_key_check; PRAGMA foreign_key_check(orders); PRAGMA main.table_info(users); PRAGMA integrity_check',
  "PRAGMA journal_mode = WAL; PRAGMA user_version = 3; PRAGMA encoding = 'UTF-8'; PRAGMA cache_size = -2000; PRAGMA legacy_alter_table = ON",
  "ATTACH DATABASE ':memory:' AS other; CREATE TABLE other.t (a); DROP TABLE other.t; DETACH DATABASE other",
  'BEGIN; COMMIT; BEGIN IMMEDIATE TRANSACTION; END TRANSACTION; BEGIN EXCLUSIVE; ROLLBACK',
  'SAVEPOINT a; ROLLBACK TO SAVEPOINT a; RELEASE a',
  'ANALYZE; ANALYZE users',
  'VACUUM',
  "INSERT INTO users (email) VALUES ('a'), ('b')",
  "INSERT OR IGNORE INTO users (email) VALUES ('a')",
  "REPLACE INTO users (email) VALUES ('a')",
  'CREATE TABLE t (a DEFAULT 1); INSERT INTO t DEFAULT VALUES',
  "INSERT INTO users AS u (email) VALUES ('a') ON CONFLICT (email) WHERE 1 DO UPDATE SET age = excluded.age WHERE u.age IS NULL RETURNING id",
  "INSERT INTO users (email) SELECT 'x' WHERE true ON CONFLICT DO NOTHING",
  'WITH x AS (SELECT 1 AS a) INSERT INTO orders (user_id) SELECT a FROM x WHERE 0',
  'WITH x AS (SELECT 1 AS a) UPDATE users SET age = (SELECT a FROM x) WHERE id IN (SELECT a FROM x)',
  'WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5) DELETE FROM orders WHERE id IN (SELECT i FROM n)',
  'UPDATE OR REPLACE users SET (age, note) = (1, 2) WHERE id = 1',
  'UPDATE orders SET total = u.age FROM users AS u WHERE u.id = orders.user_id',
  'UPDATE users SET age = 1 RETURNING *',
  'DELETE FROM orders WHERE total > 5 RETURNING id',
  'SELECT * FROM users; VALUES (1, 2); EXPLAIN QUERY PLAN SELECT 1',
  // The procedure of https://sqlite.org/lang_altertable.html#otheralter, as Prisma and others write it.
  `PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_users" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "email" TEXT NOT NULL, "age" BIGINT NOT NULL DEFAULT 0);
INSERT INTO "new_users" ("age", "email", "id") SELECT coalesce("age", 0) AS "age", "email", "id" FROM "users";
DROP TABLE "users";
ALTER TABLE "new_users" RENAME TO "users";
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF`,
  `BEGIN TRANSACTION;
CREATE TABLE _orders_old AS SELECT * FROM orders WHERE 0;
DROP TABLE _orders_old;
ALTER TABLE orders RENAME TO _orders_old;
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, total REAL NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id));
INSERT INTO orders SELECT id, user_id, coalesce(total, 0) FROM _orders_old;
DROP TABLE _orders_old;
COMMIT`,
];
