package io.reprise.ingest.service.answer;

import io.reprise.ingest.service.refusal.Refusal;

/** The answer to the sender about one event. */
public sealed interface EventAnswer {
  /**
   * The event is in the log.
   *
   * @param duplicate whether an earlier request stored the event, so that nothing was stored now
   */
  record Stored(int partition, long offset, boolean duplicate) implements EventAnswer {}

  /** The event is not in the log. */
  record Rejected(Refusal refusal) implements EventAnswer {
    /**
     * The refusal of an event because the maximum number of ids is remembered already. Without its
     * id, a repetition of the event would not be recognised, so the event is not stored.
     */
    public static final Rejected FULL =
        new Rejected(
            new Refusal(
                Refusal.Reason.IDS_FULL,
                "the service remembers as many event ids as dedupe.mostIds allows: send the event"
                    + " again later, when the oldest ids have expired"));
  }

  /**
   * The event may be in the log, or may still get there. The sender may send the event again with
   * the same id: it is not stored twice.
   *
   * @param cause why the outcome is not known, as a clause
   */
  record Unknown(String cause) implements EventAnswer {}
}
