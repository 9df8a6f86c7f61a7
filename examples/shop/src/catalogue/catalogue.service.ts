import { Injectable } from '@nestjs/common';
import { PrismaService } from '@shop/database/prisma.service';

export interface ProductCard {
  readonly id: string;
  readonly title: string;
  readonly inStock: number;
}

@Injectable()
export class CatalogueService {
  constructor(private readonly prisma: PrismaService) {}

  async cards(slug: string): Promise<readonly ProductCard[]> {
    const products = await this.prisma.product.findMany({ where: { category: { slug } } });
    return Promise.all(
      products.map(async (product) => {
        // planted: query-in-concurrent-map. As many queries at once as there are products.
        const movements = await this.prisma.stockMovement.findMany({ where: { productId: product.id } });
        return { id: product.id, title: product.title, inStock: movements.reduce((sum, one) => sum + one.delta, 0) };
      }),
    );
  }

  async titles(ids: readonly string[]): Promise<readonly (string | null)[]> {
    const found = await Promise.all(
      // innocent twin: Prisma joins findUnique calls of one tick into one query.
      ids.map((id) => this.prisma.product.findUnique({ where: { id }, select: { title: true } })),
    );
    return found.map((product) => product?.title ?? null);
  }
}
