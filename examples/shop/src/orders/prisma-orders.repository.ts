import { Injectable } from '@nestjs/common';
import { PrismaService } from '@shop/database/prisma.service';
import type { OrderLine, OrdersRepository } from '@shop/orders/orders.repository';

@Injectable()
export class PrismaOrdersRepository implements OrdersRepository {
  constructor(private readonly prisma: PrismaService) {}

  linesOf(orderId: string): Promise<readonly OrderLine[]> {
    return this.prisma.orderItem.findMany({ where: { orderId } });
  }

  linesOfAll(orderIds: readonly string[]): Promise<readonly OrderLine[]> {
    return this.prisma.orderItem.findMany({ where: { orderId: { in: [...orderIds] } } });
  }
}
