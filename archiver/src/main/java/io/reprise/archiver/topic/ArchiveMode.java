package io.reprise.archiver.topic;

/** Decides whether offsets that are archived and verified are trimmed from Kafka. */
public enum ArchiveMode {
  /**
   * Archived offsets are trimmed from Kafka once no trim limit, such as the hot window or a hold,
   * keeps them there.
   */
  MOVE,
  /** Archived offsets stay in Kafka until Kafka's own retention deletes them. */
  COPY
}
