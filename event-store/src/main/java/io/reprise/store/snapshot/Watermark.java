package io.reprise.store.snapshot;

/**
 * Tells which events of the source topic the snapshots of one partition include.
 *
 * <p>A reader takes the snapshots that precede the watermark record in the partition, and folds the
 * events of the source from {@code processedTo} up to some end. If this end is at or above {@code
 * emittedTo}, the result is exactly the state of each key at this end. Snapshots after the newest
 * watermark were written by a flush of the compactor that has not finished, and may include later
 * events.
 *
 * @param processedTo exclusive end of the offsets of the source whose events are all in the
 *     snapshots of their keys
 * @param emittedTo exclusive end of the offsets of the source whose events a snapshot may include;
 *     not below {@code processedTo}
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
