import { Injectable } from '@nestjs/common';
import { PrismaService } from '@shop/database/prisma.service';

export interface OrderSummary {
  readonly id: string;
  readonly paidCents: number;
}

@Injectable()
export class OrdersService {
  constructor(private readonly prisma: PrismaService) {}

  async summaries(customerId: string): Promise<readonly OrderSummary[]> {
    const orders = await this.prisma.order.findMany({ where: { customerId }, orderBy: { placedAt: 'desc' } });
    const result: OrderSummary[] = [];
    for (const order of orders) {
      // planted: query-in-loop. One query per order.
      const payments = await this.prisma.payment.findMany({ where: { orderId: order.id, status: 'captured' } });
      result.push({ id: order.id, paidCents: payments.reduce((sum, payment) => sum + payment.amountCents, 0) });
    }
    return result;
  }

  async summariesBatched(customerId: string): Promise<readonly OrderSummary[]> {
    const orders = await this.prisma.order.findMany({ where: { customerId } });
    // innocent twin: one query for all orders, then a map in memory.
    const payments = await this.prisma.payment.findMany({
      where: { orderId: { in: orders.map((order) => order.id) }, status: 'captured' },
    });
    const paid = new Map<string, number>();
    for (const payment of payments) paid.set(payment.orderId, (paid.get(payment.orderId) ?? 0) + payment.amountCents);
    return orders.map((order) => ({ id: order.id, paidCents: paid.get(order.id) ?? 0 }));
  }

  /** Archives captured payments, page by page. */
  async exportPayments(write: (line: string) => Promise<void>): Promise<void> {
    let last: string | undefined;
    for (;;) {
      // innocent twin: query-in-loop stays silent, every turn needs the last id of the page before.
      const page = await this.prisma.payment.findMany({
        take: 500,
        ...(last === undefined ? {} : { cursor: { id: last }, skip: 1 }),
        orderBy: { id: 'asc' },
      });
      if (page.length === 0) return;
      for (const payment of page) await write(`${payment.id};${payment.amountCents}`);
      last = page[page.length - 1]?.id;
    }
  }
}
