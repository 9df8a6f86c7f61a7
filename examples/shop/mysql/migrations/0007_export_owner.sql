-- planted: add-required-column. Old rows silently get the empty string.
ALTER TABLE `export_runs` ADD COLUMN `owner` VARCHAR(80) NOT NULL;

-- innocent twin: says what old rows mean.
ALTER TABLE `export_runs` ADD COLUMN `format` VARCHAR(10) NOT NULL DEFAULT 'csv';
