package io.reprise.store;

/** Thrown when an offset to read is not in the log. A retry at this position does not help. */
public final class OffsetNotInLogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final OffsetRange log;

  public OffsetNotInLogException(String topic, int partition, long offset, OffsetRange log) {
    super(
        "offset %d of %s-%d is not in the log, which holds %s: choose a range inside it, or replay with onMissingOffsets RECORD"
            .formatted(offset, topic, partition, log));
    this.offset = offset;
    this.log = log;
  }

  public long offset() {
    return offset;
  }

  /** Returns the range of offsets that the log held when the wanted offset was missing from it. */
  public OffsetRange log() {
    return log;
  }
}
