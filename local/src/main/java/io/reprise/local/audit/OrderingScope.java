package io.reprise.local.audit;

/** The scope in which a target must keep the log's order. */
public enum OrderingScope {
  /** Each source partition, written to one target partition. */
  PARTITION,
  /** Each key. */
  KEY,
  /** No scope: any order is allowed. */
  NONE
}
