package io.reprise.ingest.service.publish;

import io.reprise.ingest.service.refusal.Refusal;

/** The outcome of sending one event to Kafka. */
public sealed interface SendOutcome {

  /** The event is stored: all in-sync replicas have acknowledged its record. */
  record Stored(int partition, long offset, long timestampMillis) implements SendOutcome {}

  /**
   * The event is certainly not stored. The sender may send the event again once the cause is
   * removed.
   */
  record Rejected(Refusal refusal) implements SendOutcome {}

  /**
   * The event may or may not be stored. Only reading the topic shows whether it is stored.
   *
   * @param partition the partition to which the event was sent; -1 if unknown
   */
  record Unknown(int partition, String cause) implements SendOutcome {}
}
