package io.reprise.kafka.tail;

import org.apache.kafka.common.errors.RetriableException;

/**
 * Thrown when a {@link TopicTail} has not applied all records before the wanted ends in time. A
 * retry is safe.
 */
public final class TailBehindException extends RetriableException {
  private static final long serialVersionUID = 1L;

  TailBehindException(String message) {
    super(message);
  }
}
