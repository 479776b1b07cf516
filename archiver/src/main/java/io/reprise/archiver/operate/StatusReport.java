package io.reprise.archiver.operate;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.ArchivedTopics;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.trim.ClusterTrimLimits;
import io.reprise.archiver.trim.TrimLimit;
import io.reprise.archiver.trim.TrimTarget;
import io.reprise.archiver.work.ArchivingState;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reports the status of all archived partitions, including those that other instances own.
 * Thread-safe. Errors of Kafka are thrown; a retry is safe. Errors of the store are part of the
 * report.
 */
public final class StatusReport {
  private final TopicArchives archives;
  private final Supplier<ArchivedTopics> topics;
  private final ClusterTrimLimits limits;
  private final Supplier<Map<TopicPartition, ArchivingState>> states;
  private final ArchiveReadings readings;

  public StatusReport(
      TopicArchives archives,
      Supplier<ArchivedTopics> topics,
      ClusterTrimLimits limits,
      Supplier<Map<TopicPartition, ArchivingState>> states) {
    this.archives = archives;
    this.topics = topics;
    this.limits = limits;
    this.states = states;
    this.readings = new ArchiveReadings(archives);
  }

  public Supplier<ArchivedTopics> topics() {
    return topics;
  }

  /** One entry for each partition of each accepted topic. */
  public List<PartitionStatus> partitions() {
    var all = new ArrayList<PartitionStatus>();
    var mine = states.get();
    var report = readings.begin();
    topics.get().accepted().forEach((topic, config) -> add(topic, config, mine, report, all));
    return all;
  }

  private void add(
      String topic,
      TopicConfig config,
      Map<TopicPartition, ArchivingState> mine,
      ArchiveReadings.Report report,
      List<PartitionStatus> all) {
    try {
      var facts = archives.facts(topic);
      for (var partition : facts.partitions()) {
        var id = new PartitionId(topic, facts.topicId(), partition.partition());
        var state = mine.get(new TopicPartition(topic, partition.partition()));
        all.add(status(report.read(id), id, config, facts, state));
      }
    } catch (TopicNotFoundException e) {
      // The topic was deleted after the last check: the next check refuses it.
    }
  }

  private PartitionStatus status(
      ArchiveReadings.Reading read,
      PartitionId id,
      TopicConfig config,
      TopicFacts topic,
      @Nullable ArchivingState state) {
    var facts = topic.partitions().get(id.partition());
    var figures = read.figures();
    var archived = figures.archived();
    var hot = new OffsetRange(facts.logStart(), Math.max(facts.logStart(), facts.committedEnd()));
    var trim = config.mode() == ArchiveMode.MOVE ? trim(read, config, topic) : null;
    var failing = state == null ? null : state.failing();
    return new PartitionStatus(
        id.topic(),
        id.partition(),
        config.mode().name(),
        archived,
        hot,
        Math.max(0, Math.min(archived.to(), hot.to()) - Math.max(archived.from(), hot.from())),
        ArchiveLag.of(facts, figures.segments() == 0 ? hot.from() : archived.to()),
        ArchiveLag.stableGap(facts),
        figures.segments(),
        figures.records(),
        figures.bytes(),
        figures.rawBytes(),
        figures.epoch(),
        figures.writer(),
        state == null ? "ELSEWHERE" : state.phase().name(),
        state == null ? "" : state.detail(),
        failing == null ? null : failing.since(),
        failing == null ? null : failing.attempts(),
        read.problem(),
        trim == null ? null : trim.before(),
        trim == null ? null : trim.limit().reason(),
        figures.holds());
  }

  /** While the limits are unknown, no offset may be trimmed that is not trimmed already. */
  private TrimTarget trim(ArchiveReadings.Reading read, TopicConfig config, TopicFacts topic) {
    var archive = read.archive();
    if (archive == null) {
      return notBeyond(read.figures(), String.valueOf(read.problem()));
    }
    try {
      return TrimTarget.of(archive, limits.of(archive, config, topic));
    } catch (KafkaException e) {
      return notBeyond(read.figures(), String.valueOf(e.getMessage()));
    }
  }

  private static TrimTarget notBeyond(ArchiveFigures figures, String reason) {
    return new TrimTarget(figures.trimIntent(), new TrimLimit(figures.trimIntent(), reason));
  }
}
