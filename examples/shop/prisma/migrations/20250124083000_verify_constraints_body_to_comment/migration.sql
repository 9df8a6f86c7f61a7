-- Rename product_reviews.body to comment: verify. Described by plan.evolution.yml.
SET LOCAL lock_timeout = '5000ms';
ALTER TABLE product_reviews VALIDATE CONSTRAINT evolens_product_reviews_comment_not_null;
