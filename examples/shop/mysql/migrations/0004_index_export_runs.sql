CREATE INDEX `export_runs_started_at` ON `export_runs` (`started_at`);
