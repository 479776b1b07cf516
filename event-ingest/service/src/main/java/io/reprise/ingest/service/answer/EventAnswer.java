package io.reprise.ingest.service.answer;

import io.reprise.ingest.service.refusal.Refusal;

/** The answer to the sender about one event. */
public sealed interface EventAnswer {
  /**
   * The event is stored in its topic.
   *
   * @param duplicate whether an earlier request stored the event, so that nothing was stored now
   */
  record Stored(int partition, long offset, boolean duplicate) implements EventAnswer {}

  /** The event is certainly not stored. */
  record Rejected(Refusal refusal) implements EventAnswer {
    /**
     * Refuses an event because no further id of its topic can be remembered. An event whose id
     * cannot be remembered is not stored, because a repetition of the event would not be
     * recognised.
     *
     * @param held number of ids of the topic that are remembered
     * @param fits limit of remembered ids for each topic: {@code most} divided by {@code topics}
     * @param most limit of remembered ids for all topics together
     * @param topics number of topics that share {@code most}
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
   * Kafka may have stored the event, or may still store the event. The sender may send the event
   * again with the same id: the event is not stored twice.
   *
   * @param cause why the outcome is not known, as a clause
   */
  record Unknown(String cause) implements EventAnswer {}
}
