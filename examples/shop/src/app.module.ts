import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PrismaService } from '@shop/database/prisma.service';
import { CustomersController } from '@shop/customers/customers.controller';
import { CustomersService } from '@shop/customers/customers.service';
import { HealthController } from '@shop/health/health.controller';
import { OrdersController } from '@shop/orders/orders.controller';
import { OrdersService } from '@shop/orders/orders.service';
import { PrismaOrdersRepository } from '@shop/orders/prisma-orders.repository';
import { ORDERS_REPOSITORY } from '@shop/orders/orders.repository';
import { InvoicesService } from '@shop/orders/invoices.service';
import { CatalogueController } from '@shop/catalogue/catalogue.controller';
import { CatalogueService } from '@shop/catalogue/catalogue.service';
import { ReviewsService } from '@shop/catalogue/reviews.service';
import { DailySales } from '@shop/reporting/daily-sales.entity';
import { Shop } from '@shop/reporting/shop.entity';
import { SalesReportService } from '@shop/reporting/sales-report.service';
import { ReportsController } from '@shop/reporting/reports.controller';

@Module({
  imports: [
    TypeOrmModule.forRoot({ type: 'mysql', url: process.env.REPORTING_URL, entities: [DailySales, Shop] }),
    TypeOrmModule.forFeature([DailySales, Shop]),
  ],
  controllers: [CustomersController, HealthController, OrdersController, CatalogueController, ReportsController],
  providers: [
    PrismaService,
    CustomersService,
    OrdersService,
    InvoicesService,
    CatalogueService,
    ReviewsService,
    SalesReportService,
    { provide: ORDERS_REPOSITORY, useClass: PrismaOrdersRepository },
  ],
})
export class AppModule {}
