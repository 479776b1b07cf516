package io.reprise.archiver.work;

import io.reprise.archiver.commit.CommitLogWriters;
import io.reprise.archiver.observe.ArchiveMeters;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.trim.PartitionTrimmers;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaReaderPool;
import java.time.Clock;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the archivers of an instance's partitions. Thread-safe. Does not close the objects that are
 * passed to its constructor.
 */
public final class PartitionArchivers {
  final KafkaReaderPool readers;
  final CommittedEnds ends;
  final TopicInspector topics;
  final SegmentArchiver segments;
  final SpoolSpace spool;
  final ArchiveMeters meters;
  final Clock clock;
  private final CommitLogWriters logs;
  private final PartitionTrimmers trimmers;

  /**
   * Creates a factory of partition archivers.
   *
   * @param readers the consumers that read the partitions; shared by all partitions
   * @param ends the ends of the partitions' logs
   * @param spool shared by all partitions
   */
  public PartitionArchivers(
      KafkaReaderPool readers,
      CommittedEnds ends,
      TopicInspector topics,
      CommitLogWriters logs,
      SegmentArchiver segments,
      PartitionTrimmers trimmers,
      SpoolSpace spool,
      ArchiveMeters meters,
      Clock clock) {
    this.readers = readers;
    this.ends = ends;
    this.topics = topics;
    this.logs = logs;
    this.segments = segments;
    this.trimmers = trimmers;
    this.spool = spool;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Opens one partition of the topic that has this name now. The caller closes the returned
   * archiver.
   *
   * @throws io.reprise.store.facts.TopicNotFoundException when no topic has this name
   */
  PartitionArchiver open(TopicPartition partition, TopicConfig config) {
    var topicId = topics.idOf(partition.topic());
    return open(new PartitionId(partition.topic(), topicId, partition.partition()), config);
  }

  /** Opens one partition. The caller closes the returned archiver. */
  PartitionArchiver open(PartitionId id, TopicConfig config) {
    var log = logs.open(id);
    return new PartitionArchiver(id, config, log, trimmers.of(id, config, log), this);
  }
}
