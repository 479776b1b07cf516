package io.reprise.kafka.tail;

import org.apache.kafka.common.errors.RetriableException;

/**
 * Thrown when a {@link TopicTail} has not read its partitions up to the wanted ends before the
 * deadline. A retry is safe.
 */
public final class TailBehindException extends RetriableException {
  private static final long serialVersionUID = 1L;

  TailBehindException(String message) {
    super(message);
  }
}
