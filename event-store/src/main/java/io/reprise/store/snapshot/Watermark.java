package io.reprise.store.snapshot;

/**
 * What a partition of a snapshot topic is good for: with all snapshots before it, and the tail of
 * the source from {@code processedTo} on, any end from {@code emittedTo} on can be reached exactly.
 * Snapshots behind it, of a flush that has no watermark yet, may reach further.
 *
 * @param processedTo the first offset of the source that is not in every snapshot yet
 * @param emittedTo the first offset behind all that are in some snapshot; not below {@code
 *     processedTo}
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
