-- AlterTable
ALTER TABLE "orders" ADD COLUMN "number" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "orders_number_key" ON "orders"("number");
