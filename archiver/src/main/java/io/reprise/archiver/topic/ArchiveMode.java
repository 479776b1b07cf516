package io.reprise.archiver.topic;

/** What happens to offsets once they are archived and verified. */
public enum ArchiveMode {
  /** They leave Kafka when nothing needs them there. */
  MOVE,
  /** They stay until Kafka's own retention removes them. */
  COPY
}
