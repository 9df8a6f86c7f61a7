-- planted: drop-column-still-declared and drop-column-still-used. prisma/schema.prisma declares fax, customers.service.ts reads it.
ALTER TABLE "customers" DROP COLUMN "fax";

-- innocent twin: no code names legacy_ref any more, so neither drop-column-still-* speaks
-- (drop-column itself still does: the values are gone for good).
ALTER TABLE "customers" DROP COLUMN "legacy_ref";

-- innocent twin: drop-column stays silent, the column was added three lines up in the same file.
ALTER TABLE "addresses" ADD COLUMN "geo_hash" TEXT;
ALTER TABLE "addresses" DROP COLUMN "geo_hash";
