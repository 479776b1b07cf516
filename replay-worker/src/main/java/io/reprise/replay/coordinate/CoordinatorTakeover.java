package io.reprise.replay.coordinate;

/** Makes this worker the active coordinator, in place of the former one. */
@FunctionalInterface
public interface CoordinatorTakeover {

  /**
   * Fences the former coordinator and aborts the transaction that it had open. If the last
   * transaction of the former coordinator hangs in a partition, ends it there (step T2 of
   * docs/protocol.md). Returns the writer of the new coordinator, which the caller closes.
   *
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached; a retry is
   *     safe
   * @throws io.reprise.replay.journal.StaleControlException when the outcome of a hanging
   *     transaction cannot be determined; a retry is safe
   */
  EventWriter fence();
}
