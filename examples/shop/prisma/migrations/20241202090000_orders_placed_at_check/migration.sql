-- First half of NOT NULL without a long lock: the check is added without looking at existing rows.
ALTER TABLE "orders" ADD CONSTRAINT "orders_placed_at_present" CHECK ("placed_at" IS NOT NULL) NOT VALID;
