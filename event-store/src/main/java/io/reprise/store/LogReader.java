package io.reprise.store;

import java.time.Duration;

/**
 * Reads one range of one partition, front to back, committed records only. The end is reached on
 * position, never on a record count: {@code position() == range.to()}.
 *
 * <p>Threading: confined to one thread. Whoever opened it closes it.
 */
public interface LogReader extends AutoCloseable {

  /**
   * The next step of the range.
   *
   * @param wait how long to wait for records when none are at hand
   * @return what was covered since the last call; covers nothing when the wait ran out or the range
   *     is done
   * @throws OffsetNotInLogException when the position is below the log's start or behind its end; a
   *     retry does not help until the log or the range changes
   * @throws org.apache.kafka.common.errors.RetriableException when the log cannot be reached; the
   *     call may be repeated
   */
  LogBatch read(Duration wait);

  /** The first offset not covered yet. */
  long position();

  /**
   * How many offsets are known to lie ahead, as of the last read and without asking for it; 0 where
   * nothing is known.
   */
  default long ahead() {
    return 0;
  }

  /** Moves on to {@code offset}, which lies between {@link #position()} and the range's end. */
  void skipTo(long offset);

  @Override
  void close();
}
