package io.reprise.local.audit;

/** Within what a target must keep the log's order. */
public enum OrderingScope {
  /** Each source partition, written to one target partition. */
  PARTITION,
  /** Each key. */
  KEY,
  /** Nothing. */
  NONE
}
