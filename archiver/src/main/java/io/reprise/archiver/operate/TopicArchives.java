package io.reprise.archiver.operate;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.read.StoredArchives;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the archives of a topic's partitions. Each call reads the store, and nothing is cached.
 * Thread-safe. Does not close the store.
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
   * Returns the partitions of an archive. If {@code archive} contains a topic id, these are the
   * partitions that have an archive in the store. Otherwise these are all partitions that the topic
   * has on the cluster now.
   *
   * @param wanted numbers of the wanted partitions; all when empty
   * @throws ArchiveNotFoundException when {@code archive} contains a topic id and the store has no
   *     archive with this id; or when the cluster has no topic of this name, but the store has
   *     archives of this name, one of which must be named by its id
   * @throws io.reprise.store.facts.TopicNotFoundException when the cluster has no such topic and
   *     the store has no archive of its name
   * @throws ArchiveRefusedException for a partition number that does not exist
   */
  List<PartitionId> partitions(ArchiveName archive, Set<Integer> wanted) {
    var id = archive.topicId();
    if (id != null) {
      return stored(archive.topic(), id, wanted);
    }
    try {
      return partitions(archive.topic(), wanted);
    } catch (TopicNotFoundException e) {
      var ids = storedIds(archive.topic());
      if (ids.isEmpty()) {
        throw e;
      }
      throw new ArchiveNotFoundException(
          "topic '%s' does not exist on this cluster, but the store has archives of topics with this name: name the id of one of them (%s)"
              .formatted(archive.topic(), String.join(", ", ids)));
    }
  }

  /**
   * Checks that {@code archive} names an existing archive or topic, and that this archive or topic
   * has the wanted partitions. Throws the same exceptions as {@link #partitions}.
   *
   * @param wanted numbers of the partitions that must exist; none when empty
   */
  public void require(ArchiveName archive, Set<Integer> wanted) {
    partitions(archive, wanted);
  }

  private List<PartitionId> stored(String topic, String topicId, Set<Integer> wanted) {
    var all = new ArrayList<PartitionId>();
    StoredArchives.forEach(store, topic, topicId, all::add);
    if (all.isEmpty()) {
      throw new ArchiveNotFoundException(
          "the store has no archive of a topic '%s' with id %s: list the archives to see which there are"
              .formatted(topic, topicId));
    }
    var numbers = all.stream().map(PartitionId::partition).toList();
    for (int partition : wanted) {
      if (!numbers.contains(partition)) {
        throw new ArchiveRefusedException(
            "partition %d does not exist: the archive of topic '%s' with id %s has partitions %s"
                .formatted(partition, topic, topicId, numbers));
      }
    }
    return all.stream().filter(p -> wanted.isEmpty() || wanted.contains(p.partition())).toList();
  }

  private Set<String> storedIds(String topic) {
    var ids = new TreeSet<String>();
    StoredArchives.forEach(store, topic, id -> ids.add(id.topicId()));
    return ids;
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
