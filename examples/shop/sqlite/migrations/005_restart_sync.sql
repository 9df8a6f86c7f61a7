-- planted: update-or-delete-all-rows.
DELETE FROM sync_state;

-- innocent twin: one source.
DELETE FROM sync_state WHERE source = 'catalogue';

-- planted: rename-table.
ALTER TABLE page_hits RENAME TO page_views;
