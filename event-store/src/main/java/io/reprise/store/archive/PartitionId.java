package io.reprise.store.archive;

/**
 * One partition of one topic, for ever: a topic recreated under the same name has another id.
 *
 * @param topicId Kafka's, as its text form
 */
public record PartitionId(String topic, String topicId, int partition) {
  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
