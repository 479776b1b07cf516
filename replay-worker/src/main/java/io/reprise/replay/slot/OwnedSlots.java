package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** The slots that this worker owns, and the shards in them. Thread-safe. */
public interface OwnedSlots {

  /** Whether this ownership still lasts, as far as this worker knows. */
  boolean isOwned(SlotOwnership ownership);

  /** The shards known to sit in a slot, oldest replay first. */
  List<ShardKey> shardsIn(int slot);

  /**
   * Runs {@code claim} under the lock that the loss of a slot takes too, so that a claim and the
   * loss of its slot exclude each other (step S4 of docs/protocol.md).
   *
   * @param claim is given the membership to prove in its transaction
   * @throws SlotLostException when the slot is no longer owned
   */
  void whileOwned(SlotOwnership ownership, Consumer<ConsumerGroupMetadata> claim);
}
