-- planted: update-or-delete-all-rows.
DELETE FROM `export_runs`;

-- innocent twin: bounded by its condition.
DELETE FROM `daily_sales` WHERE `day` < '2020-01-01' LIMIT 1000;

-- planted: drop-column.
ALTER TABLE `daily_sales` DROP COLUMN `refund_cents`;
