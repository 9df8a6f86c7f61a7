import { Controller, Get, Param, Post } from '@nestjs/common';
import { InvoicesService, type Invoice } from '@shop/orders/invoices.service';
import { OrdersService, type OrderSummary } from '@shop/orders/orders.service';

@Controller({ path: 'orders', version: '1' })
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly invoices: InvoicesService,
  ) {}

  @Get('customer/:customerId')
  list(@Param('customerId') customerId: string): Promise<readonly OrderSummary[]> {
    return this.orders.summaries(customerId);
  }

  @Post('customer/:customerId/invoices')
  invoice(@Param('customerId') customerId: string): Promise<readonly Invoice[]> {
    return this.invoices.invoicesFor(customerId);
  }
}
