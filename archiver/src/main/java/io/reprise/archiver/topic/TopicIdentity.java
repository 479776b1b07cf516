package io.reprise.archiver.topic;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.facts.TopicInspector;

/** Detects that a topic was deleted and recreated under the same name. Stateless. */
public final class TopicIdentity {
  private TopicIdentity() {}

  /**
   * Requires that the topic still has the id under which its archive was opened. Without this check
   * the archiver could add records of the new topic to the archive of the old one, or trim records
   * of the new topic that were never archived.
   *
   * @throws ArchivingStoppedException when the topic has another id now
   */
  public static void requireUnchanged(TopicInspector topics, PartitionId id) {
    var now = topics.idOf(id.topic());
    if (!now.equals(id.topicId())) {
      throw new ArchivingStoppedException(
          "topic '%s' was deleted and recreated (id %s, now %s): restart the archiver to archive the new one"
              .formatted(id.topic(), id.topicId(), now));
    }
  }

  /**
   * Checks, after a deletion of records, that the topic still has the id of the archived topic.
   * Kafka deletes records by the topic's name, so a recreated topic could have lost records.
   *
   * @param before end of the deleted offsets, exclusive
   * @throws ArchivingStoppedException when the topic has another id now, so that records of the new
   *     topic may have been deleted
   */
  public static void requireUnchangedByDeletion(
      TopicInspector topics, PartitionId id, long before) {
    var now = topics.idOf(id.topic());
    if (!now.equals(id.topicId())) {
      throw new ArchivingStoppedException(
          "topic '%s' was deleted and recreated (id %s, now %s) while records below offset %d of partition %d were trimmed: they may be missing from the new topic; compare it with its producers, then restart the archiver to archive it"
              .formatted(id.topic(), id.topicId(), now, before, id.partition()));
    }
  }
}
