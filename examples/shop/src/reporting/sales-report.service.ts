import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { DailySales } from '@shop/reporting/daily-sales.entity';
import { Shop } from '@shop/reporting/shop.entity';

export interface RegionTotal {
  readonly region: string;
  readonly revenueCents: bigint;
}

@Injectable()
export class SalesReportService {
  constructor(
    @InjectRepository(DailySales) private readonly sales: Repository<DailySales>,
    @InjectRepository(Shop) private readonly shops: Repository<Shop>,
  ) {}

  async byRegion(day: string): Promise<readonly RegionTotal[]> {
    const shops = await this.shops.find({ order: { region: 'ASC' } });
    const totals = new Map<string, bigint>();
    for (const shop of shops) {
      // planted: query-in-loop. One query per shop.
      const row = await this.sales.findOne({ where: { day, shopCode: shop.code } });
      totals.set(shop.region, (totals.get(shop.region) ?? 0n) + BigInt(row?.revenueCents ?? 0));
    }
    return [...totals].map(([region, revenueCents]) => ({ region, revenueCents }));
  }

  async byShop(day: string, codes: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    // innocent twin: one query with IN.
    const rows = await this.sales.find({ where: { day, shopCode: In([...codes]) } });
    return new Map(rows.map((row) => [row.shopCode, BigInt(row.revenueCents)]));
  }
}
