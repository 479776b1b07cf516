package io.reprise.local.audit;

/** The scope in which the target of a replay must keep the order of the source topic. */
public enum OrderingScope {
  /**
   * All records of a source partition are in the target partition of the same number, in the same
   * order.
   */
  PARTITION,
  /** All records of a key are in the target in the same order as in the source. */
  KEY,
  /** The target may have the records in any order. */
  NONE
}
