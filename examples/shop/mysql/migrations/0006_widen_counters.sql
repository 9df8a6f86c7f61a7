-- planted: alter-column-type-rewrite. INT to BIGINT copies the table and blocks writers.
ALTER TABLE `daily_sales` MODIFY COLUMN `orders_count` BIGINT NOT NULL DEFAULT 0;

-- innocent twin: VARCHAR grows within the same length byte, in place.
ALTER TABLE `shops` MODIFY COLUMN `sales_region` VARCHAR(63) NOT NULL;
