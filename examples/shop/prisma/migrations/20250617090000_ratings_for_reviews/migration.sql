-- planted: drop-column-still-declared, and expand and contract in one step. No release writes both shapes,
-- nothing is backfilled, "rating" is gone while reviews.service.ts sorts by it.
ALTER TABLE "product_reviews" ADD COLUMN "stars" NUMERIC(2, 1);
ALTER TABLE "product_reviews" DROP COLUMN "rating";

-- innocent twin: the new shape alone is an expand step.
ALTER TABLE "products" ADD COLUMN "stars" NUMERIC(2, 1);
