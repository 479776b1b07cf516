package io.reprise.rehydrate.postgres;

/** The kinds of transactions there are. */
enum Transaction {
  PREPARE,
  LOAD,
  INDEX,
  TAIL,
  SWAP,
  PRUNE,
  READ
}
