package io.reprise.rehydrate.read;

import io.reprise.rehydrate.target.OffsetCounts;
import io.reprise.store.LogBatch;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Folds events and counts them. After a fold, a deleted key and a key whose events could not be
 * folded both count as keys without a state, because neither has a row. Confined to one thread.
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
   * Folds one event into a key's state.
   *
   * @param before the key's state; null if it has none
   * @return the new state; {@code before} itself if it already contains the event; null if the key
   *     has no state now
   */
  @SuppressWarnings("ReferenceEquality") // Without a change, a fold returns the same object.
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

  /** Counts an event that has no key. Such an event changes no state. */
  public void skip() {
    keyless++;
  }

  /** Counts the offsets of a batch that have no record. */
  public void holes(LogBatch batch) {
    holes += batch.holes();
  }

  /**
   * Returns the counts of the events and holes since the previous call of this method, and starts
   * again at 0.
   */
  public OffsetCounts take() {
    var counts = new OffsetCounts(folded, parked, known, keyless, holes);
    folded = parked = known = keyless = holes = 0;
    return counts;
  }
}
