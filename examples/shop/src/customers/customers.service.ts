import { Injectable, NotFoundException } from '@nestjs/common';
import { PrismaService } from '@shop/database/prisma.service';

export interface CustomerView {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly fax: string | null;
}

export interface CustomerChange {
  readonly name?: string;
  readonly phone?: string;
}

@Injectable()
export class CustomersService {
  constructor(private readonly prisma: PrismaService) {}

  async find(id: string): Promise<CustomerView> {
    // Both columns are on their way out: see 20250402083000 and 20250415100000.
    const found = await this.prisma.customer.findUnique({
      where: { id },
      select: { id: true, email: true, fullName: true, fax: true },
    });
    if (!found) throw new NotFoundException(id);
    return { id: found.id, name: found.fullName, email: found.email, fax: found.fax };
  }

  async change(id: string, change: CustomerChange): Promise<void> {
    await this.prisma.customer.update({ where: { id }, data: { fullName: change.name, phone: change.phone } });
  }

  /** For the newsletter: customers who said yes, by name. */
  async audience(): Promise<readonly { email: string; name: string }[]> {
    return this.prisma.$queryRaw`
      SELECT c.email, c.full_name AS name FROM customers c WHERE c.marketing_opt_in ORDER BY c.full_name
    `;
  }
}
