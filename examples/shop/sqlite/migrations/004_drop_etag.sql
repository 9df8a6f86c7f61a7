-- planted: drop-column and drop-column-still-used. src/edge/page-cache.ts compares etag.
ALTER TABLE cached_pages DROP COLUMN etag;

-- innocent twin: added in this file.
ALTER TABLE cached_pages ADD COLUMN draft TEXT;
ALTER TABLE cached_pages DROP COLUMN draft;
