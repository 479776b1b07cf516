package io.reprise.archiver;

import io.reprise.archiver.work.OwnedPartition;
import io.reprise.store.facts.TopicInspector;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Counts the committed offsets that are not archived yet. Stateless. */
final class ArchiveLag {
  private ArchiveLag() {}

  /**
   * Returns for each topic how many committed offsets are not archived yet, summed over the
   * partitions that one instance owns.
   */
  static Map<String, Long> of(TopicInspector topics, Map<TopicPartition, OwnedPartition> owned) {
    var lag = new TreeMap<String, Long>();
    owned.keySet().stream()
        .map(TopicPartition::topic)
        .distinct()
        .forEach(topic -> lag.put(topic, of(topics, topic, owned)));
    return lag;
  }

  private static long of(
      TopicInspector topics, String topic, Map<TopicPartition, OwnedPartition> owned) {
    long lag = 0;
    for (var facts : topics.inspect(topic).partitions()) {
      var mine = owned.get(new TopicPartition(topic, facts.partition()));
      if (mine != null) {
        long archived = mine.archivedTo().orElse(facts.logStart());
        lag += Math.max(0, facts.committedEnd() - archived);
      }
    }
    return lag;
  }
}
