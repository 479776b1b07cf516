package io.reprise.archiver.operate;

import org.jspecify.annotations.Nullable;

/**
 * Names the archive of a topic.
 *
 * @param topicId Kafka's id of the archived topic, which may be deleted, or on another cluster;
 *     null for the topic that has this name on this cluster now
 */
public record ArchiveName(String topic, @Nullable String topicId) {
  /** Names the archive of the topic that has this name now. */
  public static ArchiveName current(String topic) {
    return new ArchiveName(topic, null);
  }
}
