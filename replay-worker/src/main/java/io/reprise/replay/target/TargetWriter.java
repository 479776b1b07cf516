package io.reprise.replay.target;

import io.reprise.store.digest.OffsetDigest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes the records of one shard to a target. Confined to the thread of the shard, which closes
 * the writer.
 *
 * <p>After any exception it is unknown whether the slice was delivered. The shard is claimed again
 * and continues from its committed progress, so a retry is safe.
 */
public interface TargetWriter extends AutoCloseable {

  /**
   * Writes one record. The record counts as delivered once the progress record of the slice is
   * committed.
   */
  DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record);

  /**
   * Returns whether the target takes no more records before {@link #flush}. The slice then ends,
   * although its time is not used up. A target that delivers at least once bounds in this way how
   * many records it gets again after a crash.
   */
  default boolean isFull() {
    return false;
  }

  /**
   * Waits until all accepted records are durable in the target or part of the slot's transaction.
   * Called before the progress of the slice is committed: progress must never say that a record is
   * delivered before it is durable.
   */
  void flush();

  /**
   * Returns the records that were {@link DeliveryResult.Pending} and that the target has refused,
   * by offset, with the reason as in {@link DeliveryResult.Refused}. Called once after {@link
   * #flush}. All other pending records are accepted.
   */
  default Map<Long, String> refused() {
    return Map.of();
  }

  /**
   * Returns the digest of all records of the shard that the target has accepted, as the target got
   * them; empty if it got them as they were read, so that the digest of what was read covers them.
   * Called after {@link #refused}.
   */
  default Optional<OffsetDigest.State> written() {
    return Optional.empty();
  }

  /**
   * Returns what this writer has seen of the target, by which an adaptive replay slows down. Called
   * for each record; must not block.
   */
  default TargetLoad load() {
    return TargetLoad.NONE;
  }

  /**
   * Takes the shard's lease in a target that keeps progress itself ({@link
   * ReplayTarget#keepsProgress}). From then on, writers of earlier leases can commit nothing.
   * Called at most once, before the first record.
   *
   * @param claimed the progress with which the shard was claimed; stored if the target knows no
   *     progress of the shard
   * @param hasDelivered whether {@code claimed} counts delivered records, so that the target must
   *     know the shard
   * @return the progress that the target has committed last; the shard continues from there. Empty
   *     if the target keeps no progress
   * @throws TargetLeaseLostException when a later lease was taken
   * @throws TargetRefusedException when the target knows nothing of a shard that has delivered
   */
  default Optional<TargetProgress> takeLease(TargetProgress claimed, boolean hasDelivered) {
    return Optional.empty();
  }

  /**
   * Commits the slice's records and its progress in the target's own transaction. Called after
   * {@link #flush} and before the progress is committed to Kafka. After a crash between the two
   * commits, {@link #takeLease} of the next lease returns {@code reached}, so no record is written
   * twice. Does nothing in a target that keeps no progress.
   *
   * @param reached gives the progress after the slice
   * @throws TargetLeaseLostException when a later lease was taken; nothing was committed
   */
  default void commit(Supplier<TargetProgress> reached) {}

  @Override
  void close();
}
