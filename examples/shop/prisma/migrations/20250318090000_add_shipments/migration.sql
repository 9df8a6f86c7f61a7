-- CreateTable
CREATE TABLE "shipments" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "carrier" TEXT NOT NULL,
    "tracking_nr" TEXT,
    "shipped_at" TIMESTAMP(3),

    CONSTRAINT "shipments_pkey" PRIMARY KEY ("id")
);

-- innocent twin: create-index-blocking stays silent, the table is made in this file.
CREATE INDEX "shipments_order_id_idx" ON "shipments"("order_id");

-- innocent twin: add-foreign-key-validating stays silent, the referencing table is new and empty.
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- innocent twin: rename-column stays silent, nobody can know the old name yet.
ALTER TABLE "shipments" RENAME COLUMN "tracking_nr" TO "tracking_number";

-- planted: create-index-blocking. "orders" is large and old; writes wait for the whole build.
CREATE INDEX "orders_customer_id_placed_at_idx" ON "orders"("customer_id", "placed_at");
