-- Names that Postgres chooses, cut at 63 bytes, counted up on collision.
CREATE TABLE orders (id serial PRIMARY KEY, code text UNIQUE, total numeric(10, 2) CHECK (total > 0), a integer, b integer, UNIQUE (a, b), CHECK (a < b));
CREATE TABLE a_table_whose_name_is_really_very_long_indeed_for_a_table (a_column_whose_name_is_long_too integer UNIQUE, an_integer integer CHECK (an_integer > 0), id integer PRIMARY KEY);
CREATE TABLE items (id integer PRIMARY KEY, order_id integer REFERENCES orders (id), other_id integer REFERENCES orders (id), a integer, b integer, FOREIGN KEY (a, b) REFERENCES orders (a, b));
ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;
CREATE INDEX ON items (order_id);
CREATE INDEX ON items (order_id);
CREATE INDEX ON items (order_id, (a + b), lower(b::text), lower(a::text));
CREATE UNIQUE INDEX ON items (a) INCLUDE (b);
CREATE TABLE "Größe" ("Straße" text UNIQUE, "überlang_überlang_überlang_überlang_überlang_über" text UNIQUE);
ALTER TABLE orders ADD CHECK (total < 100);
ALTER TABLE orders ADD UNIQUE (code);
