package io.reprise.rehydrate.postgres.session;

/** The kinds of transactions there are. */
public enum TransactionKind {
  PREPARE,
  LOAD,
  INDEX,
  TAIL,
  SWAP,
  PRUNE,
  READ
}
