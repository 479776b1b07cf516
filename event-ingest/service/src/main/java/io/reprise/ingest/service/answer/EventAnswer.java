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
     * Refuses an event because its topic already remembers as many ids as fit. An event whose id
     * cannot be remembered is not stored, because a repetition of the event would not be
     * recognised.
     *
     * @param held how many ids the topic remembers
     * @param fits how many ids fit for the topic
     * @param most how many ids fit, all topics together
     * @param topics how many topics share {@code most}
     */
    public static Rejected idsFull(String topic, long held, long fits, long most, long topics) {
      return new Rejected(
          new Refusal(
              Refusal.Reason.IDS_FULL,
              "topic '%s' remembers %d ids, and %d fit (dedupe.mostIds is %d, shared by %d topics): send the event again when some have left the window, or raise dedupe.mostIds"
                  .formatted(topic, held, fits, most, topics)));
    }
  }

  /**
   * The event may be in the log, or may still be stored. The sender may send the event again with
   * the same id: it is not stored twice.
   *
   * @param cause why the outcome is not known, as a clause
   */
  record Unknown(String cause) implements EventAnswer {}
}
