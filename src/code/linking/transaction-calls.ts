/** Calls whose callback is handed the transaction: it has the type of what the call is made on. */
export const handsTransaction =
  /^(?:\$?transaction|transactional|transacting|begin|tx|task|withTransaction)$/i;
