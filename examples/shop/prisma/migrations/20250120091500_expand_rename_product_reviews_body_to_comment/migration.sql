SET LOCAL lock_timeout = '5000ms';
ALTER TABLE product_reviews ADD COLUMN comment TEXT;
ALTER TABLE product_reviews ALTER COLUMN comment SET DEFAULT '';
CREATE FUNCTION evolens_product_reviews_body_to_comment_insert() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $evolens$
DECLARE
  evolens_preset record := NEW;
BEGIN
  -- A column that a statement leaves out arrives with its default: whoever wrote another value wins.
  evolens_preset.body := '';
  evolens_preset.comment := '';
  IF record_image_eq(ROW(NEW.comment), ROW(NEW.body)) THEN
    RETURN NEW;
  ELSIF NOT record_image_eq(ROW(NEW.body), ROW(evolens_preset.body)) OR record_image_eq(ROW(NEW.comment), ROW(evolens_preset.comment)) THEN
    NEW.comment := NEW.body;
  ELSE
    NEW.body := NEW.comment;
  END IF;
  RETURN NEW;
END
$evolens$;
CREATE FUNCTION evolens_product_reviews_body_to_comment_update() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $evolens$
DECLARE
  old_changed boolean := NOT record_image_eq(ROW(NEW.body), ROW(OLD.body));
  new_changed boolean := NOT record_image_eq(ROW(NEW.comment), ROW(OLD.comment));
BEGIN
  -- Fires three times while the columns differ: when the statement names an old column, when it names a
  -- new one, and once more for rows that another trigger changed or that are not backfilled yet.
  IF record_image_eq(ROW(NEW.comment), ROW(NEW.body)) THEN
    RETURN NEW;
  ELSIF TG_ARGV[0] = 'new named' THEN
    IF NOT old_changed THEN
      NEW.body := NEW.comment;
    END IF;
  ELSIF old_changed OR NOT new_changed THEN
    NEW.comment := NEW.body;
  ELSIF TG_ARGV[0] = 'any' THEN
    NEW.body := NEW.comment;
  END IF;
  RETURN NEW;
END
$evolens$;
CREATE TRIGGER zz_evolens_product_reviews_body_to_comment_insert BEFORE INSERT ON product_reviews
  FOR EACH ROW EXECUTE FUNCTION evolens_product_reviews_body_to_comment_insert();
CREATE TRIGGER zz_evolens_product_reviews_body_to_comment_update_1 BEFORE UPDATE OF body ON product_reviews
  FOR EACH ROW WHEN (NOT record_image_eq(ROW(NEW.comment), ROW(NEW.body))) EXECUTE FUNCTION evolens_product_reviews_body_to_comment_update('old named');
CREATE TRIGGER zz_evolens_product_reviews_body_to_comment_update_2 BEFORE UPDATE OF comment ON product_reviews
  FOR EACH ROW WHEN (NOT record_image_eq(ROW(NEW.comment), ROW(NEW.body))) EXECUTE FUNCTION evolens_product_reviews_body_to_comment_update('new named');
CREATE TRIGGER zz_evolens_product_reviews_body_to_comment_update_3 BEFORE UPDATE ON product_reviews
  FOR EACH ROW WHEN (NOT record_image_eq(ROW(NEW.comment), ROW(NEW.body))) EXECUTE FUNCTION evolens_product_reviews_body_to_comment_update('any');
ALTER TABLE product_reviews ADD CONSTRAINT evolens_product_reviews_comment_not_null CHECK (comment IS NOT NULL) NOT VALID;
