export const ORDERS_REPOSITORY = Symbol('OrdersRepository');

export interface OrderLine {
  readonly orderId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

/** What services may ask of the store of orders. */
export interface OrdersRepository {
  linesOf(orderId: string): Promise<readonly OrderLine[]>;
  linesOfAll(orderIds: readonly string[]): Promise<readonly OrderLine[]>;
}
