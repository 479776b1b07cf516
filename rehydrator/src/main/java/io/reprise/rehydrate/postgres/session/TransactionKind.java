package io.reprise.rehydrate.postgres.session;

/**
 * The purpose of a transaction. Tests stop a run before or after a transaction of a chosen kind.
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
