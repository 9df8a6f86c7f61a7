-- planted: contract-without-expand. orders.service.ts and every released version ask for 'captured';
-- no earlier step has given them 'settled'.
ALTER TYPE "payment_status" RENAME VALUE 'captured' TO 'settled';

-- innocent twin: a further value is an expand step, nobody has to know it yet.
ALTER TYPE "payment_status" ADD VALUE 'refunded';
