package io.reprise.ingest.service.publish;

import io.reprise.ingest.service.dedupe.Position;

/** What became of one event, as far as the service knows when it answers. */
public sealed interface Outcome {

  /**
   * It is stored under acks=all.
   *
   * @param repeated whether it had been before
   */
  record Stored(Position position, boolean repeated) implements Outcome {}

  /** It was certainly not stored, and never will be as it is. */
  record Rejected(String reason) implements Outcome {}

  /** It was certainly not stored: Kafka is slower than what comes in. */
  record Busy() implements Outcome {}

  /** It was certainly not stored: Kafka does not answer. */
  record Down() implements Outcome {}

  /** It may be stored. Sent again with the same id, it is stored once. */
  record Unknown() implements Outcome {}
}
