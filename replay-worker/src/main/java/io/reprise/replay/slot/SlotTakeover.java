package io.reprise.replay.slot;

import io.reprise.replay.fencing.SlotTransactions;

/** Takes over the transactions of a slot from its former owner. Thread-safe. */
public interface SlotTakeover {

  /**
   * Fences the slot's former owner and aborts that owner's open transaction. If the owner's last
   * transaction hangs in some partitions, ends that transaction there (step S2 of
   * docs/protocol.md). A partition of a target that does not answer is left unchecked, see {@link
   * SlotTransactions#unchecked}. The caller closes the result.
   *
   * @throws io.reprise.replay.fencing.TransactionInDoubtException when the outcome of a transaction
   *     that hangs in the slot's own partition cannot be determined; nothing was changed
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached; a retry is
   *     safe
   * @throws io.reprise.replay.journal.StaleControlException when a partition was not read in time;
   *     a retry is safe
   */
  SlotTransactions open(int slot);

  /**
   * Takes over a slot as {@link #open} does, after {@code open} could not determine the outcome of
   * a transaction. If the outcome still cannot be determined, records for good that the
   * transaction's shard is in doubt, and then aborts the transaction. The slot can then run its
   * other shards.
   */
  SlotTransactions openInDoubt(int slot);
}
