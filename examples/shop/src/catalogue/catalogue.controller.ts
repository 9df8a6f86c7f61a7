import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CatalogueService, type ProductCard } from '@shop/catalogue/catalogue.service';
import { ReviewsService, type NewReview, type ReviewView } from '@shop/catalogue/reviews.service';

// planted: unversioned-route. Versioning is on without a default and every sibling has a version:
// this controller cannot get a second one beside the first.
@Controller('catalogue')
export class CatalogueController {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly reviews: ReviewsService,
  ) {}

  @Get('category/:slug')
  list(@Param('slug') slug: string): Promise<readonly ProductCard[]> {
    return this.catalogue.cards(slug);
  }

  @Get('product/:id/reviews')
  reviewsOf(@Param('id') id: string, @Query('best') best?: string): Promise<readonly ReviewView[]> {
    return this.reviews.of(id, best === 'true');
  }

  @Post('product/:id/reviews')
  review(@Param('id') id: string, @Body() review: NewReview): Promise<void> {
    return this.reviews.add(id, review);
  }
}
