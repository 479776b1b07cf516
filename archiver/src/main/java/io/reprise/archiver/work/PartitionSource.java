package io.reprise.archiver.work;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.LogBatch;
import io.reprise.store.kafka.BorrowedReader;
import io.reprise.store.kafka.KafkaReaderPool;
import io.reprise.store.kafka.KafkaReaderPool.LastRead;
import java.time.Duration;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Reads the committed records of one partition in offset order. Holds a consumer only during a
 * read, and only if the partition has records to read.
 *
 * <p>Threading: one caller at a time, who closes the source.
 */
final class PartitionSource implements AutoCloseable {
  private static final Duration READ_LIMIT = Duration.ofSeconds(1);
  private static final Duration WAIT = Duration.ofMillis(100);

  /**
   * How often a read waits for the first records before it gives the consumer back: 500 ms, twice
   * as long after each read in a row that returned none, up to 5 s. The limit grows so that a
   * partition on a slow broker is read in the end.
   */
  private static final int FIRST_EMPTY_POLLS = 5;

  private static final int MOST_EMPTY_POLLS = 50;

  private final KafkaReaderPool readers;
  private final CommittedEnd end;
  private OffsetAndMetadata next;
  private int mostEmptyPolls = FIRST_EMPTY_POLLS;
  private String failure = "";

  /**
   * Creates a source that has read nothing yet.
   *
   * @param end the partition's committed end, which this source closes
   * @param from offset of the first read
   */
  PartitionSource(KafkaReaderPool readers, CommittedEnd end, long from) {
    this.readers = readers;
    this.end = end;
    this.next = new OffsetAndMetadata(from);
  }

  /** Takes the records of a read. */
  @FunctionalInterface
  interface Sink {
    /** Takes one batch; returns whether the sink takes another one. */
    boolean add(LogBatch batch);
  }

  /** The reason why a read ended. */
  enum Ended {
    /** Kafka has no more committed records for now. */
    LOG_END,
    /** The log has more records, and the time limit has passed or the sink takes no more. */
    MORE_TO_READ,
    /** All consumers are lent. */
    NO_CONSUMER,
    /** Kafka did not return the records or the end of the log; {@link #failure()} says why. */
    UNREADABLE
  }

  /**
   * Reads the next records into {@code sink}, for about a second at most.
   *
   * @throws io.reprise.store.OffsetNotInLogException if the log does not have the offset at the
   *     position any more
   */
  Ended read(Sink sink) {
    end.refresh();
    var endUnknown = end.failure();
    if (endUnknown != null) {
      return unreadable("the end of %s is unknown: %s".formatted(end.partition(), endUnknown));
    }
    if (position() == end.offset()) {
      return Ended.LOG_END;
    }
    try {
      var reader = readers.tryBorrow(end.partition(), next, lastRead());
      return reader.isEmpty() ? Ended.NO_CONSUMER : read(reader.get(), sink);
    } catch (KafkaException e) {
      return unreadable("%s cannot be read: %s".formatted(end.partition(), e.getMessage()));
    }
  }

  private LastRead lastRead() {
    return mostEmptyPolls == FIRST_EMPTY_POLLS ? LastRead.RECORDS : LastRead.SILENCE;
  }

  private Ended read(BorrowedReader borrowed, Sink sink) {
    try (var reader = borrowed) {
      var deadline = Deadline.after(READ_LIMIT);
      int emptyPolls = 0;
      while (emptyPolls < mostEmptyPolls) {
        var batch = reader.read(WAIT);
        if (batch.covered().isEmpty()) {
          emptyPolls++;
          if (position() >= end.offset()) {
            return Ended.LOG_END;
          }
        } else {
          emptyPolls = 0;
          mostEmptyPolls = FIRST_EMPTY_POLLS;
          next = reader.next();
          end.reached(position() + reader.ahead());
          if (!sink.add(batch) || deadline.isPassed()) {
            return Ended.MORE_TO_READ;
          }
          if (position() == end.offset()) {
            return Ended.LOG_END;
          }
        }
      }
    }
    return silent();
  }

  private Ended silent() {
    long waited = WAIT.toMillis() * mostEmptyPolls;
    mostEmptyPolls = Math.min(MOST_EMPTY_POLLS, 2 * mostEmptyPolls);
    return unreadable(
        "Kafka returned no records of %s at offset %d within %d ms, although the log ends at %d"
            .formatted(end.partition(), position(), waited, end.offset()));
  }

  private Ended unreadable(String why) {
    failure = why;
    return Ended.UNREADABLE;
  }

  /** Returns the offset at which the next read continues. */
  long position() {
    return next.offset();
  }

  /** Returns how many committed offsets are still to be read, as far as the log's end is known. */
  long ahead() {
    return Math.max(0, end.offset() - position());
  }

  /** Returns why the last read was {@link Ended#UNREADABLE}, as a sentence. */
  String failure() {
    return failure;
  }

  @Override
  public void close() {
    end.close();
  }
}
