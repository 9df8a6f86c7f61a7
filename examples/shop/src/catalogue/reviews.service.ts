import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '@shop/database/prisma.service';

export interface ReviewView {
  readonly rating: number;
  readonly body: string;
}

export interface NewReview {
  readonly customerId: string;
  readonly rating: number;
  readonly body: string;
}

// In the middle of an evolution: `body` becomes `comment`, see evolutions/2025-01-20-…. The backfill has run,
// triggers keep both columns in step, and what is left to do here is to read and write `comment`.
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

  async add(productId: string, review: NewReview): Promise<void> {
    await this.prisma.productReview.create({
      data: {
        id: randomUUID(),
        productId,
        customerId: review.customerId,
        rating: review.rating,
        body: review.body,
      },
    });
  }
}
