package io.reprise.replay.slot;

import io.reprise.replay.fencing.SlotTransactions;

/** Takes over the transactions of a slot from its former owner. Thread-safe. */
@FunctionalInterface
public interface SlotTakeover {

  /**
   * Fences the slot's former owner, aborts the transaction that it had open, and ends what brokers
   * left hanging of its last one (step S2 of docs/protocol.md). The caller closes the result.
   *
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached; may be
   *     repeated
   * @throws io.reprise.replay.journal.StaleControlException when it cannot be told how a hanging
   *     transaction ended; may be repeated
   */
  SlotTransactions open(int slot);
}
