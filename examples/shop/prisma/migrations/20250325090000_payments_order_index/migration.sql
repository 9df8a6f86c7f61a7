-- innocent twin: create-index-blocking stays silent, the build lets writers through.
CREATE INDEX CONCURRENTLY "payments_order_id_idx" ON "payments"("order_id");
