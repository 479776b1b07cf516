package io.reprise.archiver.topic;

/** The treatment in Kafka of offsets that are archived and verified. */
public enum ArchiveMode {
  /** Archived offsets are trimmed from Kafka as soon as no trim limit keeps them. */
  MOVE,
  /** Archived offsets stay in Kafka until Kafka's own retention deletes them. */
  COPY
}
