package io.reprise.rehydrate.read;

import io.reprise.rehydrate.target.OffsetCounts;
import io.reprise.store.LogBatch;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Folds events and counts them. What has no state is as if nothing were known of it: a deleted key,
 * and one whose events could not be folded, have no row. Confined to one thread.
 */
public final class CountingFold {
  private final KeyFold fold;
  private long folded;
  private long parked;
  private long known;
  private long keyless;
  private long holes;

  CountingFold(KeyFold fold) {
    this.fold = fold;
  }

  /**
   * The key's state after an event.
   *
   * @param before null if it has none
   * @return {@code before} itself if the event is in it already; null if the key has no state now
   */
  @SuppressWarnings("ReferenceEquality") // What changes nothing gives back the very state.
  public @Nullable KeyState fold(@Nullable KeyState before, ConsumerRecord<byte[], byte[]> record) {
    var result = fold.fold(before, FoldEvent.of(record));
    var after = result.after();
    if (after == before) {
      known++;
    } else if (result.parkedBecause() != null) {
      parked++;
    } else {
      folded++;
    }
    return after.state() == null ? null : after;
  }

  /** An event without a key, which no state can have. */
  public void skip() {
    keyless++;
  }

  /** The offsets of a step that have no record. */
  public void holes(LogBatch batch) {
    holes += batch.holes();
  }

  /** What was counted since the last call. */
  public OffsetCounts take() {
    var counts = new OffsetCounts(folded, parked, known, keyless, holes);
    folded = parked = known = keyless = holes = 0;
    return counts;
  }
}
