package io.reprise.archiver.trim;

import io.reprise.archiver.commit.ClaimedCommitLog;
import io.reprise.archiver.observe.ArchiveMeters;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.kafka.time.Ticker;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/** Makes the trimmers of an instance's partitions. Thread-safe. Does not close the admin client. */
public final class PartitionTrimmers {
  /**
   * How long the facts of a topic are reused. Partitions of a topic that are trimmed at the same
   * time therefore share one reading of its facts.
   */
  private static final Duration FACTS_AGE = Duration.ofSeconds(1);

  final Admin admin;
  final TopicInspector topics;
  final ClusterTrimLimits limits;
  final ArchiveMeters meters;
  final Clock clock;
  private final RecentReadings<String, TopicFacts> facts =
      new RecentReadings<>(FACTS_AGE, Ticker.SYSTEM);

  public PartitionTrimmers(
      Admin admin,
      TopicInspector topics,
      ClusterTrimLimits limits,
      ArchiveMeters meters,
      Clock clock) {
    this.admin = admin;
    this.topics = topics;
    this.limits = limits;
    this.meters = meters;
    this.clock = clock;
  }

  /** Returns the facts of a topic and its partitions, read at most a second ago. */
  TopicFacts facts(String topic) {
    return facts.of(topic, () -> topics.inspect(topic));
  }

  /**
   * Returns the trimmer of one partition. The trimmer appends to the commit log that the
   * partition's archiver uses.
   */
  public PartitionTrimmer of(PartitionId id, TopicConfig config, ClaimedCommitLog log) {
    return new PartitionTrimmer(id, config, log, this);
  }
}
