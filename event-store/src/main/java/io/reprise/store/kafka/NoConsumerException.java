package io.reprise.store.kafka;

import org.apache.kafka.common.errors.RetriableException;

/**
 * A {@link KafkaReaderPool} opens no consumer for now, because its consumers have failed. The
 * message names the last failure. A later retry is safe.
 */
public final class NoConsumerException extends RetriableException {
  private static final long serialVersionUID = 1L;

  NoConsumerException(String message) {
    super(message);
  }
}
