package io.reprise.replay.slot;

import io.reprise.replay.fencing.SlotTransactions;

/** Takes over the transactions of a slot from its former owner. Thread-safe. */
@FunctionalInterface
public interface SlotTakeover {

  /**
   * Fences the slot's former owner and aborts that owner's open transaction. If the owner's last
   * transaction hangs in some partitions, ends that transaction there (step S2 of
   * docs/protocol.md). The caller closes the result.
   *
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached; a retry is
   *     safe
   * @throws io.reprise.replay.journal.StaleControlException when the outcome of a hanging
   *     transaction cannot be determined; a retry is safe
   */
  SlotTransactions open(int slot);
}
