-- planted: contract-without-expand. The new column and the removal of the old one arrive together:
-- no release writes both, nothing is backfilled, "rating" is gone while reviews.service.ts sorts by it.
ALTER TABLE "product_reviews" ADD COLUMN "stars" NUMERIC(2, 1);
ALTER TABLE "product_reviews" DROP COLUMN "rating";

-- innocent twin: the new shape alone is an expand step.
ALTER TABLE "products" ADD COLUMN "stars" NUMERIC(2, 1);
