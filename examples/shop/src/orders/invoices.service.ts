import { Inject, Injectable } from '@nestjs/common';
import { PrismaService } from '@shop/database/prisma.service';
import { ORDERS_REPOSITORY, type OrderLine, type OrdersRepository } from '@shop/orders/orders.repository';

export interface Invoice {
  readonly orderId: string;
  readonly totalCents: number;
}

@Injectable()
export class InvoicesService {
  constructor(
    private readonly prisma: PrismaService,
    @Inject(ORDERS_REPOSITORY) private readonly orders: OrdersRepository,
  ) {}

  async invoicesFor(customerId: string): Promise<readonly Invoice[]> {
    const orders = await this.prisma.order.findMany({ where: { customerId }, select: { id: true } });
    const invoices: Invoice[] = [];
    for (const order of orders) {
      // planted: query-in-loop-via-service. The query hides behind the repository's interface.
      const lines = await this.orders.linesOf(order.id);
      invoices.push({ orderId: order.id, totalCents: total(lines) });
    }
    return invoices;
  }

  async invoicesBatched(customerId: string): Promise<readonly Invoice[]> {
    const orders = await this.prisma.order.findMany({ where: { customerId }, select: { id: true } });
    // innocent twin: the same repository, asked once.
    const lines = await this.orders.linesOfAll(orders.map((order) => order.id));
    return orders.map((order) => ({
      orderId: order.id,
      totalCents: total(lines.filter((line) => line.orderId === order.id)),
    }));
  }
}

function total(lines: readonly OrderLine[]): number {
  return lines.reduce((sum, line) => sum + line.quantity * line.unitPriceCents, 0);
}
