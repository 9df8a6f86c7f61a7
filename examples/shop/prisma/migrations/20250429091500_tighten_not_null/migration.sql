-- planted: set-not-null-scanning. All of "payments" is read under ACCESS EXCLUSIVE.
ALTER TABLE "payments" ALTER COLUMN "provider_reference" SET NOT NULL;

-- innocent twin: orders_placed_at_present was validated in 20250110103000, nothing is scanned.
ALTER TABLE "orders" ALTER COLUMN "placed_at" SET NOT NULL;
