-- Keys, indexes, columns and constraints of a partitioned table reach its partitions.
CREATE TABLE owners (id integer PRIMARY KEY);
CREATE TABLE readings (id bigint NOT NULL, at date NOT NULL, owner_id integer REFERENCES owners (id), value integer CHECK (value > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE readings_2024 PARTITION OF readings FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX readings_value ON readings (value);
ALTER TABLE readings ADD COLUMN note text DEFAULT 'x' NOT NULL;
CREATE TABLE readings_2025 (id bigint NOT NULL, at date NOT NULL, owner_id integer, value integer CONSTRAINT readings_value_check CHECK (value > 0), note text DEFAULT 'x' NOT NULL);
ALTER TABLE readings ATTACH PARTITION readings_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
ALTER TABLE readings RENAME COLUMN note TO remark;
ALTER TABLE readings ALTER COLUMN value TYPE bigint;
ALTER TABLE readings ADD CONSTRAINT small CHECK (value < 1000);
CREATE TABLE readings_2026 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE readings DETACH PARTITION readings_2024;
