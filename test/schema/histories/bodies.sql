-- What DO blocks, called functions and EXECUTE do, in the order of the calls.
CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE TABLE "Orders" (id int, note text);

DO $$
DECLARE
  target constant text := 'users';
  sql text := 'ALTER TABLE ';
  names text[] := '{created_at,updated_at}';
  one text;
  pair record;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
    CREATE TYPE mood AS ENUM ('sad', 'glad');
  END IF;
  EXECUTE 'ALTER TABLE ' || target || ' ADD COLUMN feeling mood DEFAULT ''glad''';
  EXECUTE format('ALTER TABLE %I ADD COLUMN %I int NOT NULL DEFAULT %L', 'Orders', 'userId', 7);
  sql := sql || quote_ident('Orders') || ' ADD PRIMARY KEY (id)';
  EXECUTE sql;
  FOREACH one IN ARRAY names LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN %I timestamptz', target, one);
  END LOOP;
  FOR pair IN SELECT * FROM (VALUES ('users', 'users_name'), ('Orders', 'orders_note')) AS v(tab, idx) LOOP
    EXECUTE format('CREATE INDEX %s ON %I ((1))', pair.idx, pair.tab);
  END LOOP;
  FOR i IN 1..3 LOOP
    EXECUTE 'CREATE TABLE part_' || i || ' (id int PRIMARY KEY)';
  END LOOP;
  FOR one IN SELECT unnest(string_to_array('part_1,part_2', ',')) LOOP
    EXECUTE 'DROP TABLE ' || one;
  END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
  NULL;
END $$;

-- Created first, called later: its column comes after the rename.
CREATE FUNCTION add_owner(tab text, col text DEFAULT 'owner') RETURNS void LANGUAGE plpgsql AS '
BEGIN
  EXECUTE ''ALTER TABLE '' || quote_ident(tab) || '' ADD COLUMN '' || quote_ident(col) || '' int REFERENCES users (id)'';
END';
CREATE PROCEDURE drop_note() LANGUAGE sql BEGIN ATOMIC
  DELETE FROM "Orders" WHERE note IS NULL;
END;
CREATE FUNCTION never_called() RETURNS void LANGUAGE sql AS $$ DROP TABLE users CASCADE $$;
CREATE FUNCTION outer_one() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_owner('Orders', 'payer');
END $$;

ALTER TABLE "Orders" RENAME TO orders;
ALTER TABLE orders RENAME TO "Orders";
SELECT add_owner('Orders'), add_owner(col => 'Seller', tab => 'Orders');
CALL drop_note();
DO $$ BEGIN PERFORM outer_one(); END $$;
DO 'BEGIN ALTER TABLE users RENAME COLUMN "name" TO "full''''name"; END';
DROP FUNCTION outer_one();
DROP FUNCTION never_called();
