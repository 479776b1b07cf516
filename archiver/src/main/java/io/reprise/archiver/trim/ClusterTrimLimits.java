package io.reprise.archiver.trim;

import io.reprise.archiver.topic.TopicConfig;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.facts.PartitionFacts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the cluster which offsets must stay in Kafka: those of the hot window, and those that live
 * consumer groups have not read. Thread-safe; borrows the admin client, whose errors are thrown.
 */
public final class ClusterTrimLimits {
  private final Admin admin;
  private final Clock clock;
  private final String ownGroup;

  /**
   * Creates a reader of trim limits.
   *
   * @param ownGroup the archiver's own group, which reads no records and limits nothing
   */
  public ClusterTrimLimits(Admin admin, Clock clock, String ownGroup) {
    this.admin = admin;
    this.clock = clock;
    this.ownGroup = ownGroup;
  }

  /**
   * Returns all trim limits of one partition except its legal holds, which are in the commit log.
   */
  public List<TrimLimit> of(PartitionArchive archive, TopicConfig config, PartitionFacts facts) {
    var limits = new ArrayList<>(window(archive, config, facts));
    limits.addAll(groups(archive.id(), config));
    return limits;
  }

  /** Returns the limits of the hot window, by time and by size. */
  public List<TrimLimit> window(
      PartitionArchive archive, TopicConfig config, PartitionFacts facts) {
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
        KafkaAnswer.of(
            admin.listOffsets(java.util.Map.of(partition, OffsetSpec.forTimestamp(since))).all());
    long offset = java.util.Objects.requireNonNull(found.get(partition)).offset();
    return new TrimLimit(
        offset < 0 ? facts.committedEnd() : offset, "the hot window of " + config.hotTime());
  }

  /**
   * Returns one trim limit for each consumer group that has a committed offset in the partition.
   * Excluded groups and the archiver's own group are left out.
   */
  public List<TrimLimit> groups(PartitionId id, TopicConfig config) {
    var partition = new TopicPartition(id.topic(), id.partition());
    var groups =
        KafkaAnswer.of(admin.listGroups().all()).stream()
            .map(GroupListing::groupId)
            .filter(g -> !g.equals(ownGroup) && !config.excludeGroups().contains(g))
            .collect(Collectors.toSet());
    return groups.isEmpty() ? List.of() : committed(groups, partition);
  }

  private List<TrimLimit> committed(Set<String> groups, TopicPartition partition) {
    var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition));
    var asked =
        admin.listConsumerGroupOffsets(
            groups.stream().collect(Collectors.toMap(g -> g, g -> spec)));
    var limits = new ArrayList<TrimLimit>();
    for (var group : groups) {
      var offset = offsets(asked.partitionsToOffsetAndMetadata(group)).get(partition);
      if (offset != null) {
        limits.add(new TrimLimit(offset.offset(), "live group '" + group + "'"));
      }
    }
    return limits;
  }

  /**
   * Returns the committed offsets of a group; none if the group was deleted or is not a consumer
   * group. Such a group limits no trim.
   */
  private static java.util.Map<TopicPartition, org.apache.kafka.clients.consumer.OffsetAndMetadata>
      offsets(
          org.apache.kafka.common.KafkaFuture<
                  java.util.Map<
                      TopicPartition, org.apache.kafka.clients.consumer.OffsetAndMetadata>>
              asked) {
    try {
      return KafkaAnswer.of(asked);
    } catch (org.apache.kafka.common.errors.GroupIdNotFoundException
        | org.apache.kafka.common.errors.InvalidGroupIdException e) {
      return java.util.Map.of();
    }
  }
}
