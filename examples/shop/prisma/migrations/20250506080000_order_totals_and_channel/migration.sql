-- planted: alter-column-type-rewrite. integer to bigint writes the whole table anew.
ALTER TABLE "orders" ALTER COLUMN "total_cents" SET DATA TYPE BIGINT;

-- innocent twin: a longer varchar is a change of the catalogue only.
ALTER TABLE "products" ALTER COLUMN "sku" SET DATA TYPE VARCHAR(128);

-- planted: add-required-column. Fails on rows that exist, and released INSERTs do not fill it.
ALTER TABLE "orders" ADD COLUMN "channel" TEXT NOT NULL;

-- innocent twin: the constant default serves old rows and old INSERTs without a rewrite.
ALTER TABLE "orders" ADD COLUMN "source" TEXT NOT NULL DEFAULT 'web';
