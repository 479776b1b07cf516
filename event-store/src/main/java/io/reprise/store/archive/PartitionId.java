package io.reprise.store.archive;

/**
 * Identifies one partition of one topic. A topic that was deleted and created again under the same
 * name has a new topic id, so its partitions have other ids than before.
 *
 * @param topicId Kafka's id of the topic, as text
 */
public record PartitionId(String topic, String topicId, int partition) {
  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
