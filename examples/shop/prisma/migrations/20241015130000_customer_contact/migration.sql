-- AlterTable
ALTER TABLE "customers" ADD COLUMN "phone" TEXT,
ADD COLUMN "marketing_opt_in" BOOLEAN NOT NULL DEFAULT false;
