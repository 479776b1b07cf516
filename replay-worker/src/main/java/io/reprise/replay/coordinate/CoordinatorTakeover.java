package io.reprise.replay.coordinate;

/** Takes over from the former coordinator. */
@FunctionalInterface
public interface CoordinatorTakeover {

  /**
   * Fences the former coordinator, aborts the transaction that it had open, and ends what brokers
   * left hanging of its last one (step T2 of docs/protocol.md). The caller closes the result.
   *
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached; may be
   *     repeated
   * @throws io.reprise.replay.journal.StaleControlException when it cannot be told how a hanging
   *     transaction ended; may be repeated
   */
  EventWriter fence();
}
