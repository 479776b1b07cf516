package io.reprise.archiver.trim;

import io.reprise.archiver.topic.TopicConfig;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Ticker;
import io.reprise.runtime.json.Durations;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads from the cluster which offsets must stay in Kafka: those of the hot window, and those that
 * live groups have not read. Thread-safe; the caller closes the admin client, whose errors are
 * thrown.
 */
public final class ClusterTrimLimits {
  private final Admin admin;
  private final Clock clock;
  private final LiveGroups groups;

  /**
   * Creates a reader of trim limits.
   *
   * @param ownGroup the archiver's own group, which reads no records and limits nothing
   */
  public ClusterTrimLimits(Admin admin, Clock clock, String ownGroup) {
    this.admin = admin;
    this.clock = clock;
    this.groups = new LiveGroups(admin, Ticker.SYSTEM, Set.of(ownGroup));
  }

  /**
   * Returns all limits of one partition except its holds.
   *
   * @param topic facts of the topic, which the caller has just read
   */
  public List<TrimLimit> of(PartitionArchive archive, TopicConfig config, TopicFacts topic) {
    int partition = archive.id().partition();
    var limits = new ArrayList<>(window(archive, config, topic.partitions().get(partition)));
    limits.addAll(groups(topic, partition, config));
    return limits;
  }

  /** Returns the limits of the hot window, by time and by size. */
  List<TrimLimit> window(PartitionArchive archive, TopicConfig config, PartitionFacts facts) {
    var id = archive.id();
    var limits = new ArrayList<TrimLimit>();
    if (!config.hotTime().isZero()) {
      limits.add(youngest(new TopicPartition(id.topic(), id.partition()), config, facts));
    }
    if (config.hotSize().bytes() > 0) {
      limits.add(HotSizeLimit.limit(config.hotSize(), archive, facts));
    }
    return limits;
  }

  private TrimLimit youngest(TopicPartition partition, TopicConfig config, PartitionFacts facts) {
    long since = clock.instant().minus(config.hotTime()).toEpochMilli();
    var found =
        KafkaAnswer.of(admin.listOffsets(Map.of(partition, OffsetSpec.forTimestamp(since))).all());
    long offset = Objects.requireNonNull(found.get(partition)).offset();
    return new TrimLimit(
        offset < 0 ? facts.committedEnd() : offset,
        "the hot window of " + Durations.text(config.hotTime()));
  }

  /**
   * Returns the limits of the groups that read the topic, without excluded groups. The limit of a
   * group is the first offset that the group has not read. The offsets of the groups are cached for
   * one second, for all partitions of the topic.
   *
   * @throws GroupsHiddenException when groups may exist that this process is not allowed to see
   */
  List<TrimLimit> groups(TopicFacts topic, int partition, TopicConfig config) {
    var wanted = new TopicPartition(topic.topic(), partition);
    var limits = new ArrayList<TrimLimit>();
    for (var group : groups.of(topic, config.excludeGroups())) {
      var offset = group.offsets().get(wanted);
      if (offset != null) {
        limits.add(new TrimLimit(offset, "%s '%s'".formatted(group.kind(), group.group())));
      }
    }
    return limits;
  }
}
