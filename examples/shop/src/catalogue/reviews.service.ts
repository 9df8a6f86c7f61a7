import { Injectable } from '@nestjs/common';
import { PrismaService } from '@shop/database/prisma.service';

export interface ReviewView {
  readonly rating: number;
  readonly body: string;
}

@Injectable()
export class ReviewsService {
  constructor(private readonly prisma: PrismaService) {}

  of(productId: string, bestFirst: boolean): Promise<readonly ReviewView[]> {
    return this.prisma.productReview.findMany({
      where: { productId },
      orderBy: bestFirst ? { rating: 'desc' } : { createdAt: 'desc' },
      select: { rating: true, body: true },
      take: 50,
    });
  }
}
