package io.reprise.rehydrate.postgres.session;

/** What a transaction does; tests stop a run before or after a chosen kind. */
public enum TransactionKind {
  PREPARE,
  LOAD,
  INDEX,
  TAIL,
  SWAP,
  PRUNE,
  READ
}
