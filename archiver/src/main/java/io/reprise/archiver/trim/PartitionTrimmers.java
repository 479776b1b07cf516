package io.reprise.archiver.trim;

import io.reprise.archiver.commit.ClaimedCommitLog;
import io.reprise.archiver.observe.ArchiveMeters;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.facts.TopicInspector;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;

/** Makes the trimmers of an instance's partitions. Thread-safe; borrows what it is given. */
public final class PartitionTrimmers {
  final Admin admin;
  final TopicInspector topics;
  final ClusterTrimLimits limits;
  final ArchiveMeters meters;
  final Clock clock;

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

  /**
   * Returns the trimmer of one partition. The trimmer writes to the commit log that the partition's
   * archiver uses.
   */
  public PartitionTrimmer of(PartitionId id, TopicConfig config, ClaimedCommitLog log) {
    return new PartitionTrimmer(id, config, log, this);
  }
}
