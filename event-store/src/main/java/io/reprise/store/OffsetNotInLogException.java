package io.reprise.store;

/**
 * Thrown when a reader wants to read an offset that the partition's log does not have. A retry with
 * the same offset does not help.
 */
public final class OffsetNotInLogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final OffsetRange log;

  public OffsetNotInLogException(String topic, int partition, long offset, OffsetRange log) {
    super(
        "offset %d of %s-%d is not in the log, which holds %s"
            .formatted(offset, topic, partition, log));
    this.offset = offset;
    this.log = log;
  }

  public long offset() {
    return offset;
  }

  /**
   * Returns the range of offsets that the partition's log had when the reader found the wanted
   * offset missing.
   */
  public OffsetRange log() {
    return log;
  }
}
