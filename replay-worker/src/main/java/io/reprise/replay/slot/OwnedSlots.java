package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** The slots that this worker owns, and the shards in them. Thread-safe. */
public interface OwnedSlots {

  /**
   * Returns whether this worker has owned the slot without interruption since {@code ownership}
   * began, according to the group's last assignment.
   */
  boolean isOwned(SlotOwnership ownership);

  /** Returns the shards that are placed in a slot, the shards of the oldest replay first. */
  List<ShardKey> shardsIn(int slot);

  /**
   * Runs {@code claim} under a lock. The group's revocation of a slot needs the same lock, so that
   * a slot cannot be lost while a claim in it is committed (step S4 of docs/protocol.md).
   *
   * @param claim commits the claim of a shard; receives the group metadata, which the claim's
   *     transaction carries to prove that this worker is a member of the group
   * @throws SlotLostException when this worker no longer owns the slot; {@code claim} was not run
   */
  void whileOwned(SlotOwnership ownership, Consumer<ConsumerGroupMetadata> claim);
}
