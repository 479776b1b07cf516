package io.reprise.local.audit;

/** The scope in which a target must keep the order of the source. */
public enum OrderingScope {
  /** All records of a source partition are in one target partition and keep their order. */
  PARTITION,
  /** All records of a key keep their order. */
  KEY,
  /** The target may have the records in any order. */
  NONE
}
