package io.reprise.archiver.operate;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.object.store.ObjectStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Reads the archives of a topic's partitions. Each call reads the store, and nothing is cached.
 * Thread-safe; borrows the store.
 */
public final class TopicArchives {
  private final ObjectStore store;
  private final TopicInspector topics;
  private final Clock clock;

  public TopicArchives(ObjectStore store, TopicInspector topics, Clock clock) {
    this.store = store;
    this.topics = topics;
    this.clock = clock;
  }

  public ObjectStore store() {
    return store;
  }

  public TopicInspector topics() {
    return topics;
  }

  Clock clock() {
    return clock;
  }

  TopicFacts facts(String topic) {
    return topics.inspect(topic);
  }

  CommitLog log(PartitionId id) {
    return new CommitLog(store, store, id, clock);
  }

  PartitionArchive load(PartitionId id) {
    return log(id).load();
  }

  /**
   * Returns the partitions that the topic has now.
   *
   * @param wanted numbers of the wanted partitions; all when empty
   * @throws ArchiveRefusedException for a number that the topic does not have
   */
  List<PartitionId> partitions(String topic, Set<Integer> wanted) {
    var facts = facts(topic);
    int count = facts.partitions().size();
    for (int partition : wanted) {
      if (partition < 0 || partition >= count) {
        throw new ArchiveRefusedException(
            "partition %d does not exist: topic '%s' has partitions 0 to %d"
                .formatted(partition, topic, count - 1));
      }
    }
    return facts.partitions().stream()
        .filter(p -> wanted.isEmpty() || wanted.contains(p.partition()))
        .map(p -> new PartitionId(topic, facts.topicId(), p.partition()))
        .toList();
  }
}
