package io.reprise.replay.coordinate;

/** Makes this worker the active coordinator, in place of the former one. */
@FunctionalInterface
public interface CoordinatorTakeover {

  /**
   * Fences the former coordinator and aborts the transaction that it had open. Also ends its last
   * transaction in every partition in which that transaction hangs (step T2 of docs/protocol.md).
   * The caller closes the returned writer.
   *
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached; a retry is
   *     safe
   * @throws io.reprise.replay.journal.StaleControlException when the outcome of a hanging
   *     transaction cannot be determined; a retry is safe
   */
  EventWriter fence();
}
