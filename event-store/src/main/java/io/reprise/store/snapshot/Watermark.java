package io.reprise.store.snapshot;

/**
 * Tells which events of the source topic the snapshots of one partition include.
 *
 * <p>A reader takes the snapshots that precede the watermark record in the snapshot topic's
 * partition. It then folds the events of the source topic from {@code processedTo} up to an end of
 * its choice. If this end is at or above {@code emittedTo}, the result is exactly the state of each
 * key at this end.
 *
 * <p>A flush of the compactor writes snapshots first and their watermark last. Snapshots after the
 * newest watermark are therefore from an unfinished flush, and may include events at or above
 * {@code emittedTo}.
 *
 * @param processedTo offset of the source topic. The snapshots include every event below this
 *     offset
 * @param emittedTo offset of the source topic, not below {@code processedTo}. No snapshot before
 *     the watermark record includes an event at or above this offset
 */
public record Watermark(long processedTo, long emittedTo) {
  public Watermark {
    if (processedTo < 0 || emittedTo < processedTo) {
      throw new IllegalArgumentException(
          "watermark [processed to %d, emitted to %d): needs 0 <= processed <= emitted"
              .formatted(processedTo, emittedTo));
    }
  }
}
