-- Second half: the scan runs under SHARE UPDATE EXCLUSIVE, writers go on.
ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_placed_at_present";
