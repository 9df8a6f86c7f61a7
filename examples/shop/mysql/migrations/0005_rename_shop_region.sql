-- planted: rename-column. The export still selects `region`.
ALTER TABLE `shops` RENAME COLUMN `region` TO `sales_region`;

-- innocent twin: renamed before anyone could use it.
ALTER TABLE `shops` ADD COLUMN `mgr` VARCHAR(80) NULL;
ALTER TABLE `shops` RENAME COLUMN `mgr` TO `manager`;
