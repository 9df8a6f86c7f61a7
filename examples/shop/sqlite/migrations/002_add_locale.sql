ALTER TABLE cached_pages ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
CREATE INDEX cached_pages_expires_at ON cached_pages (expires_at);
