package io.reprise.store;

import java.time.Duration;

/**
 * Reads the committed records of one range of one partition in offset order. The range is finished
 * when {@code position() == range.to()}. Do not count records to detect the end: a range can have
 * fewer records than offsets, because some offsets are holes.
 *
 * <p>Confined to one thread. The caller that opened the reader closes it.
 */
public interface LogReader extends AutoCloseable {

  /**
   * Reads the next records, from {@link #position()} on.
   *
   * @param wait longest time to wait for records if the reader has none in memory
   * @return the records that this call has read, and the range of offsets that they come from;
   *     empty if no record arrived within {@code wait} or the range is finished
   * @throws OffsetNotInLogException if the position is below the log's start or above its end; a
   *     retry at the same position does not help
   * @throws org.apache.kafka.common.errors.RetriableException if the log cannot be reached; a retry
   *     is safe
   */
  LogBatch read(Duration wait);

  /** Returns the offset at which the next read continues. */
  long position();

  /**
   * Estimates how many offsets of the range this reader has not read yet, from the answer to its
   * last read. Sends no request. Returns 0 if the number is unknown.
   */
  default long ahead() {
    return 0;
  }

  /**
   * Moves the position to {@code offset}, which must be between {@link #position()} and the end of
   * the range.
   */
  void skipTo(long offset);

  @Override
  void close();
}
