import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ name: 'daily_sales' })
export class DailySales {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'date' })
  day!: string;

  @Column({ name: 'shop_code', type: 'varchar', length: 16 })
  shopCode!: string;

  @Column({ name: 'orders_count', type: 'int', default: 0 })
  ordersCount!: number;

  @Column({ name: 'revenue_cents', type: 'bigint', default: 0 })
  revenueCents!: string;
}
