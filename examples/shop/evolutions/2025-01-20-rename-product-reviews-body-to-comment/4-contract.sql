-- Rename product_reviews.body to comment: contract. Described by plan.evolution.yml.
-- One-way door: there is no way back from here without a backup.
SET LOCAL lock_timeout = '5000ms';
DO $evolens$
BEGIN
IF (SELECT count(*) FROM product_reviews WHERE NOT record_image_eq(ROW(comment), ROW(body))) > 0 THEN
  RAISE EXCEPTION USING MESSAGE = 'product_reviews: body and comment differ, or hold what the new columns cannot: run the backfill, then look at the rows that are left';
END IF;
END
$evolens$;
DROP TRIGGER zz_evolens_product_reviews_body_to_comment_insert ON product_reviews;
DROP TRIGGER zz_evolens_product_reviews_body_to_comment_update_1 ON product_reviews;
DROP TRIGGER zz_evolens_product_reviews_body_to_comment_update_2 ON product_reviews;
DROP TRIGGER zz_evolens_product_reviews_body_to_comment_update_3 ON product_reviews;
DROP FUNCTION evolens_product_reviews_body_to_comment_insert();
DROP FUNCTION evolens_product_reviews_body_to_comment_update();
ALTER TABLE product_reviews ALTER COLUMN comment SET NOT NULL;
ALTER TABLE product_reviews DROP CONSTRAINT evolens_product_reviews_comment_not_null;
ALTER TABLE product_reviews DROP COLUMN body;
