package io.reprise.store.snapshot;

/**
 * Tells from which offset the tail of the source must be read to complete the snapshots of one
 * partition. The snapshots that precede the watermark in its partition, together with the source's
 * events from {@code processedTo} up to any end at or above {@code emittedTo}, give the exact
 * states at that end. Snapshots after the newest watermark belong to an unfinished flush and may
 * include later events.
 *
 * @param processedTo every event of the source below this offset is in the snapshot of its key
 * @param emittedTo end of the source's offsets that a snapshot includes, exclusive; not below
 *     {@code processedTo}
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
