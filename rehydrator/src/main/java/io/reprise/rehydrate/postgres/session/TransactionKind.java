package io.reprise.rehydrate.postgres.session;

/**
 * What a transaction on the database is for. Tests stop a run before or after a transaction of a
 * chosen kind.
 */
public enum TransactionKind {
  PREPARE,
  LOAD,
  INDEX,
  TAIL,
  SWAP,
  PRUNE,
  READ
}
