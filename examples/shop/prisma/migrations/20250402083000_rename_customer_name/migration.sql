-- planted: rename-column. src/ still reads and writes full_name, and so does every released version.
ALTER TABLE "customers" RENAME COLUMN "full_name" TO "display_name";
