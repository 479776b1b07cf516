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

/** Asks the cluster what must stay hot: the hot window and live groups. Thread-safe. */
public final class ClusterTrimLimits {
  private final Admin admin;
  private final Clock clock;
  private final String ownGroup;

  public ClusterTrimLimits(Admin admin, Clock clock, String ownGroup) {
    this.admin = admin;
    this.clock = clock;
    this.ownGroup = ownGroup;
  }

  /** What keeps offsets of one partition in Kafka now, besides its holds. */
  public List<TrimLimit> of(PartitionArchive archive, TopicConfig config, PartitionFacts facts) {
    var limits = new ArrayList<>(window(archive, config, facts));
    limits.addAll(groups(archive.id(), config));
    return limits;
  }

  /** The hot window, by time and by size. */
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

  /** Where consumer groups of the topic stand, but for those that need not be waited for. */
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

  /** A group that vanished, or is no consumer group, keeps nothing. */
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
