-- Rename product_reviews.body to comment: backfill. Described by plan.evolution.yml.
-- Batches of 10,000 rows with a pause of 100 ms; when it is interrupted, run it again and it goes on.
DO $evolens$
DECLARE
  evolens_start_1 product_reviews.id%TYPE;
  evolens_stop_1 product_reviews.id%TYPE;
  evolens_more boolean := true;
  evolens_done boolean;
BEGIN
  CREATE TABLE IF NOT EXISTS evolens_product_reviews_body_to_comment_checkpoint AS SELECT product_reviews.id AS key_1 FROM product_reviews WITH NO DATA;
  COMMIT;
  -- A role that policies hide rows from gets an error, instead of leaving those rows unfilled.
  PERFORM set_config('row_security', 'off', true);
  SELECT key_1 INTO evolens_start_1 FROM evolens_product_reviews_body_to_comment_checkpoint;
  IF NOT FOUND THEN
    SELECT product_reviews.id INTO evolens_start_1 FROM product_reviews ORDER BY product_reviews.id LIMIT 1;
    evolens_more := FOUND;
    IF evolens_more THEN
      INSERT INTO evolens_product_reviews_body_to_comment_checkpoint VALUES (evolens_start_1);
    END IF;
  END IF;
  WHILE evolens_more LOOP
    PERFORM set_config('row_security', 'off', true);
    SELECT product_reviews.id INTO evolens_stop_1 FROM product_reviews
      WHERE (product_reviews.id) >= (evolens_start_1) ORDER BY product_reviews.id OFFSET 10000 LIMIT 1;
    evolens_more := FOUND;
    BEGIN
      -- Gives way to the application: shorter than deadlock_timeout, and the batch is tried again.
      PERFORM set_config('lock_timeout', '200ms', true);
      IF evolens_more THEN
        UPDATE product_reviews SET comment = body
          WHERE (product_reviews.id) >= (evolens_start_1) AND (product_reviews.id) < (evolens_stop_1) AND (NOT record_image_eq(ROW(comment), ROW(body)));
        UPDATE evolens_product_reviews_body_to_comment_checkpoint SET key_1 = evolens_stop_1;
      ELSE
        UPDATE product_reviews SET comment = body
          WHERE (product_reviews.id) >= (evolens_start_1) AND (NOT record_image_eq(ROW(comment), ROW(body)));
      END IF;
      evolens_done := true;
    EXCEPTION WHEN lock_not_available OR deadlock_detected OR serialization_failure THEN
      evolens_done := false;
    END;
    COMMIT;
    IF evolens_done THEN
      evolens_start_1 := evolens_stop_1;
    ELSE
      evolens_more := true;
    END IF;
    PERFORM pg_sleep(0.1);
  END LOOP;
  DROP TABLE evolens_product_reviews_body_to_comment_checkpoint;
END
$evolens$;
