import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'shops' })
export class Shop {
  @PrimaryColumn({ type: 'varchar', length: 16 })
  code!: string;

  @Column({ type: 'varchar', length: 60 })
  region!: string;
}
