CREATE TABLE cached_pages (
  path TEXT PRIMARY KEY,
  body BLOB NOT NULL,
  etag TEXT NOT NULL,
  expires_at INTEGER NOT NULL
);

CREATE TABLE sync_state (
  source TEXT PRIMARY KEY,
  cursor TEXT,
  synced_at INTEGER
);
