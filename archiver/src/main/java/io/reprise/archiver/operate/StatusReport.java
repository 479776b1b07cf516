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
import java.util.TreeMap;
import java.util.function.Predicate;
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

  /**
   * Selects the partitions of one page of the report.
   *
   * @param topic the topic to report; null for all topics
   * @param after the last partition of the previous page; null for the first page
   * @param limit the most partitions of a page, 1 or more
   * @param visible whether the caller may see a topic
   */
  public record Selection(
      @Nullable String topic,
      @Nullable TopicPartition after,
      int limit,
      Predicate<String> visible) {
    private boolean hasTopic(String name) {
      return (topic == null || topic.equals(name))
          && (after == null || after.topic().compareTo(name) <= 0)
          && visible.test(name);
    }

    private boolean hasPartition(TopicPartition partition) {
      return after == null
          || !after.topic().equals(partition.topic())
          || after.partition() < partition.partition();
    }
  }

  /**
   * One page of the report.
   *
   * @param last the last partition of this page, if more pages follow; otherwise null
   */
  public record Page(List<PartitionStatus> partitions, @Nullable TopicPartition last) {}

  /**
   * Returns a page with the status of each selected partition of the accepted topics, ordered by
   * topic and partition.
   */
  public Page page(Selection selection) {
    var entries = new Entries(selection);
    new TreeMap<>(topics.get().accepted())
        .forEach(
            (topic, config) -> {
              if (selection.hasTopic(topic) && !entries.isFull()) {
                entries.add(topic, config);
              }
            });
    return entries.page();
  }

  /** Collects the entries of one page. Confined to one thread. */
  private final class Entries {
    private final Selection selection;
    private final Map<TopicPartition, ArchivingState> mine = states.get();
    private final ArchiveReadings.Report report = readings.begin();
    private final List<PartitionStatus> entries = new ArrayList<>();
    private boolean full;

    Entries(Selection selection) {
      this.selection = selection;
    }

    boolean isFull() {
      return full;
    }

    void add(String topic, TopicConfig config) {
      try {
        add(archives.facts(topic), config);
      } catch (TopicNotFoundException e) {
        // The topic was deleted after the last check of the configured topics, so the report leaves
        // it out. The next check will refuse the topic.
      }
    }

    private void add(TopicFacts topic, TopicConfig config) {
      for (var facts : topic.partitions()) {
        var partition = new TopicPartition(topic.topic(), facts.partition());
        if (selection.hasPartition(partition)) {
          full = entries.size() == selection.limit();
          if (full) {
            return;
          }
          var id = new PartitionId(topic.topic(), topic.topicId(), facts.partition());
          entries.add(status(report.read(id), id, config, topic, mine.get(partition)));
        }
      }
    }

    Page page() {
      var last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
      return new Page(
          entries,
          full && last != null ? new TopicPartition(last.topic(), last.partition()) : null);
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

  /**
   * Returns how far the partition can be trimmed. If its archive or its trim limits cannot be read
   * now, the returned target allows no further trim, and the target's limit says why.
   */
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
