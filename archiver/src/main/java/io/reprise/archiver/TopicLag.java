package io.reprise.archiver;

import io.reprise.archiver.observe.ArchiveMeters;
import io.reprise.archiver.operate.ArchiveLag;
import io.reprise.archiver.work.OwnedPartition;
import io.reprise.store.facts.TopicInspector;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts the offsets that are not archived yet in the partitions of one archiver instance.
 * Stateless.
 */
final class TopicLag {
  private TopicLag() {}

  /**
   * Returns, for each topic, the number of offsets that are not archived yet. Only the partitions
   * that this instance owns are counted.
   */
  static Map<String, ArchiveMeters.Lag> of(
      TopicInspector topics, Map<TopicPartition, OwnedPartition> owned) {
    var lag = new TreeMap<String, ArchiveMeters.Lag>();
    owned.keySet().stream()
        .map(TopicPartition::topic)
        .distinct()
        .forEach(topic -> lag.put(topic, of(topics, topic, owned)));
    return lag;
  }

  private static ArchiveMeters.Lag of(
      TopicInspector topics, String topic, Map<TopicPartition, OwnedPartition> owned) {
    long lag = 0;
    long stableGap = 0;
    for (var facts : topics.inspect(topic).partitions()) {
      var mine = owned.get(new TopicPartition(topic, facts.partition()));
      if (mine != null) {
        lag += ArchiveLag.of(facts, mine.archivedTo().orElse(facts.logStart()));
        stableGap += ArchiveLag.stableGap(facts);
      }
    }
    return new ArchiveMeters.Lag(lag, stableGap);
  }
}
