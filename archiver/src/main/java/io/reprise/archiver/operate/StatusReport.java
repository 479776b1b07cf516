package io.reprise.archiver.operate;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.ArchivedTopics;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.trim.ClusterTrimLimits;
import io.reprise.archiver.trim.TrimTarget;
import io.reprise.archiver.work.ArchivingState;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reports the status of all archived partitions, including those that other instances own.
 * Thread-safe. Errors of Kafka and of the store are thrown; a retry is safe.
 */
public final class StatusReport {
  private final TopicArchives archives;
  private final Supplier<ArchivedTopics> topics;
  private final ClusterTrimLimits limits;
  private final Supplier<Map<TopicPartition, ArchivingState>> states;

  public StatusReport(
      TopicArchives archives,
      Supplier<ArchivedTopics> topics,
      ClusterTrimLimits limits,
      Supplier<Map<TopicPartition, ArchivingState>> states) {
    this.archives = archives;
    this.topics = topics;
    this.limits = limits;
    this.states = states;
  }

  public Supplier<ArchivedTopics> topics() {
    return topics;
  }

  /** Returns the status of each partition of each accepted topic. */
  public List<PartitionStatus> partitions() {
    var all = new ArrayList<PartitionStatus>();
    var mine = states.get();
    topics.get().accepted().forEach((topic, config) -> add(topic, config, mine, all));
    return all;
  }

  private void add(
      String topic,
      TopicConfig config,
      Map<TopicPartition, ArchivingState> mine,
      List<PartitionStatus> all) {
    try {
      var facts = archives.facts(topic);
      for (var partition : facts.partitions()) {
        var id = new PartitionId(topic, facts.topicId(), partition.partition());
        var state = mine.get(new TopicPartition(topic, partition.partition()));
        all.add(status(id, config, partition, state));
      }
    } catch (TopicNotFoundException e) {
      // The topic was deleted after the last check of the topics, so the report omits its
      // partitions. The next check refuses the topic.
    }
  }

  private PartitionStatus status(
      PartitionId id, TopicConfig config, PartitionFacts facts, @Nullable ArchivingState state) {
    var archive = archives.load(id);
    var covered = archive.covered();
    var hot = new OffsetRange(facts.logStart(), Math.max(facts.logStart(), facts.committedEnd()));
    var trim =
        config.mode() == ArchiveMode.MOVE
            ? TrimTarget.of(archive, limits.of(archive, config, facts))
            : null;
    return new PartitionStatus(
        id.topic(),
        id.partition(),
        config.mode().name(),
        covered,
        hot,
        Math.max(0, Math.min(covered.to(), hot.to()) - Math.max(covered.from(), hot.from())),
        hot.to() - (archive.segments().isEmpty() ? hot.from() : Math.min(covered.to(), hot.to())),
        archive.segments().size(),
        sum(archive, SegmentFacts::records),
        sum(archive, SegmentFacts::bytes),
        sum(archive, SegmentFacts::rawBytes),
        archive.epoch(),
        archive.writer(),
        state == null ? "ELSEWHERE" : state.phase().name(),
        state == null ? "" : state.detail(),
        trim == null ? null : trim.before(),
        trim == null ? null : trim.limit().reason(),
        archive.holds());
  }

  private static long sum(
      PartitionArchive archive, java.util.function.ToLongFunction<SegmentFacts> part) {
    return archive.segments().stream().mapToLong(part).sum();
  }
}
