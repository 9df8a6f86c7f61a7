-- planted: rename-table. The catalogue of the released version asks for "categories".
ALTER TABLE "categories" RENAME TO "departments";

-- innocent twin: the old name stays, as a view that can be written through.
ALTER TABLE "addresses" RENAME TO "customer_addresses";
CREATE VIEW "addresses" AS SELECT * FROM "customer_addresses";
