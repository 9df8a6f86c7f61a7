CREATE TABLE `daily_sales` (
  `id` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  `day` DATE NOT NULL,
  `shop_code` VARCHAR(16) NOT NULL,
  `orders_count` INT NOT NULL DEFAULT 0,
  `revenue_cents` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `daily_sales_day_shop` (`day`, `shop_code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE `shops` (
  `code` VARCHAR(16) NOT NULL,
  `region` VARCHAR(60) NOT NULL,
  PRIMARY KEY (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
