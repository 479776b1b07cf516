package io.reprise.archiver.topic;

/** What happens in Kafka to offsets that are archived and verified. */
public enum ArchiveMode {
  /** They are trimmed as soon as no trim limit keeps them. */
  MOVE,
  /** They stay until Kafka's own retention deletes them. */
  COPY
}
