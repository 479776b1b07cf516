package io.reprise.ingest.service.publish;

import io.reprise.ingest.service.refusal.Refusal;

/** What became of a send. */
public sealed interface SendOutcome {

  /** Acknowledged by all in-sync replicas. */
  record Stored(int partition, long offset, long timestampMillis) implements SendOutcome {}

  /** Certainly not stored; may be sent again when the problem is gone. */
  record Rejected(Refusal refusal) implements SendOutcome {}

  /**
   * Perhaps stored: only the log can tell.
   *
   * @param partition where it was sent; -1 when that is not known either
   */
  record Unknown(int partition, String cause) implements SendOutcome {}
}
