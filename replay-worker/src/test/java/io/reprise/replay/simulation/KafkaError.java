package io.reprise.replay.simulation;

import org.apache.kafka.common.KafkaException;

/** The errors of a request. There is one instance of each, because only its kind matters. */
final class KafkaError extends KafkaException {
  private static final long serialVersionUID = 1L;

  /** A newer producer has taken the transactional id, or the transaction timed out. */
  static final KafkaError FENCED = new KafkaError("fenced");

  /** The group does not know the member, or knows a newer epoch of it. */
  static final KafkaError NOT_A_MEMBER = new KafkaError("not a member");

  /** No answer came: the request may or may not have been carried out. */
  static final KafkaError UNKNOWN = new KafkaError("outcome unknown");

  /** A copy of a control topic was not read to its end in time. */
  static final KafkaError STALE = new KafkaError("stale");

  /** An earlier transaction's markers are still being written: clients ask again by themselves. */
  static final KafkaError NOT_YET = new KafkaError("not yet");

  private KafkaError(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
