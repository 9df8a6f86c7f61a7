-- planted: update-or-delete-all-rows. One statement locks every product for as long as it runs.
UPDATE "products" SET "title" = trim("title");

-- innocent twin: one key range.
UPDATE "products" SET "title" = trim("title") WHERE "sku" LIKE 'BOOK-%' AND "title" <> trim("title");

-- planted: truncate-table.
TRUNCATE TABLE "stock_movements";

-- innocent twin: the table exists in this session only.
CREATE TEMPORARY TABLE "catalogue_import" ("sku" TEXT NOT NULL, "title" TEXT NOT NULL);
TRUNCATE TABLE "catalogue_import";

-- planted: drop-table. Wishlists of customers are lost.
DROP TABLE "wishlists";

-- innocent twin: made in this file.
DROP TABLE "catalogue_import";
