package io.reprise.archiver.work;

import java.util.concurrent.CompletionException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The committed end of one partition, as Kafka last reported it. Thread-safe. Closing it stops the
 * requests for the partition.
 */
final class CommittedEnd implements AutoCloseable {
  private final CommittedEnds ends;
  private final TopicPartition partition;
  private long offset;
  private long seenDuringRequest;
  private boolean requested;
  private @Nullable String failure;

  CommittedEnd(CommittedEnds ends, TopicPartition partition, long offset) {
    this.ends = ends;
    this.partition = partition;
    this.offset = offset;
  }

  TopicPartition partition() {
    return partition;
  }

  /** Asks Kafka for the ends of all partitions if the last answers are old enough. */
  void refresh() {
    ends.refresh();
  }

  /** Returns the end, exclusive: the last one that is known. */
  synchronized long offset() {
    return offset;
  }

  /** Returns why Kafka did not report the end when it was asked last; null if it did. */
  synchronized @Nullable String failure() {
    return failure;
  }

  /** Notes that a consumer has seen the log reach {@code end}. */
  synchronized void reached(long end) {
    offset = Math.max(offset, end);
    seenDuringRequest = Math.max(seenDuringRequest, end);
  }

  /** Returns false if an earlier request for this partition has no answer yet. */
  synchronized boolean beginRequest() {
    if (requested) {
      return false;
    }
    requested = true;
    seenDuringRequest = 0;
    return true;
  }

  /**
   * Takes Kafka's answer. An end below the offsets that were read while the request was under way
   * is out of date. An end below the offsets that were read before the request shows that the log
   * has been replaced, for example because the topic was recreated; it is kept, so that the next
   * read finds out.
   */
  synchronized void answered(@Nullable Long end, @Nullable Throwable error) {
    requested = false;
    if (end != null) {
      offset = Math.max(end, seenDuringRequest);
      failure = null;
    } else if (error != null) {
      failure = message(error);
    }
  }

  private static String message(Throwable error) {
    var cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return String.valueOf(cause.getMessage());
  }

  @Override
  public void close() {
    ends.forget(this);
  }
}
