package io.reprise.local.audit;

/** The scope in which a target must keep the log's order. */
public enum OrderingScope {
  /** The records of each source partition, which are in one target partition, keep their order. */
  PARTITION,
  /** The records of each key keep their order. */
  KEY,
  /** The target may have the records in any order. */
  NONE
}
