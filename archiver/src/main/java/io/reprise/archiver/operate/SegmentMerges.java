package io.reprise.archiver.operate;

import io.reprise.archiver.commit.ArchiveAnchors;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.ArchivedTopics;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.work.SpoolSpace;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.HoldInForce;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.merge.MergeLimits;
import io.reprise.store.archive.merge.PartitionMerger;
import io.reprise.store.archive.merge.PartitionMerger.Merged;
import io.reprise.store.archive.segment.SegmentFacts;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Merges neighbouring small segments of archives into larger ones. An instance runs only one merge
 * at a time, so that merges need the local disk space of one segment only. Thread-safe.
 *
 * <p>Two kinds of segments are not merged. One is a segment with offsets that a hold keeps in
 * Kafka. The other is a segment that is not trimmed from Kafka yet, if the topic's mode is MOVE: a
 * trim always ends at the end of a segment, so a larger segment would delay the next trim.
 */
public final class SegmentMerges {
  private final TopicArchives archives;
  private final Supplier<ArchivedTopics> topics;
  private final SpoolSpace spool;
  private final PartitionMerger merger;
  private final ReentrantLock running = new ReentrantLock();

  public SegmentMerges(
      TopicArchives archives,
      ArchiveAnchors anchors,
      Supplier<ArchivedTopics> topics,
      SpoolSpace spool) {
    this.archives = archives;
    this.topics = topics;
    this.spool = spool;
    this.merger =
        new PartitionMerger(archives.store(), spool::newFile, archives.clock(), anchors::putNewest);
  }

  /**
   * A merge to carry out.
   *
   * @param partitions numbers of the partitions whose segments are merged; all when empty
   * @param until only segments whose records are all older than this time are merged; null for no
   *     limit
   * @param by who asks for the merge; kept in the commit logs
   */
  public record Request(String topic, Set<Integer> partitions, @Nullable Instant until, String by) {
    private long untilMillis() {
      return until == null ? Long.MAX_VALUE : until.toEpochMilli();
    }
  }

  /**
   * One merged segment.
   *
   * @param segments how many segments it has replaced
   * @param bytesBefore stored size of the replaced segments
   * @param bytes stored size of the merged segment
   * @param object name of the merged segment's data object
   */
  public record MergedSegment(
      int partition, OffsetRange range, int segments, long bytesBefore, long bytes, String object) {
    private static MergedSegment of(Merged merged) {
      return new MergedSegment(
          merged.id().partition(),
          merged.into().range(),
          merged.parts().size(),
          merged.parts().stream().mapToLong(SegmentFacts::bytes).sum(),
          merged.into().bytes(),
          merged.object());
    }
  }

  /**
   * The result of a merge.
   *
   * @param merged how many segments were replaced
   * @param into how many merged segments have taken their place
   * @param bytesBefore stored size of the replaced segments, whose objects stay until a garbage
   *     collection
   * @param bytes stored size of the segments that have replaced them
   */
  public record Summary(
      String topic, int partitions, long merged, long into, long bytesBefore, long bytes) {
    private Summary plus(MergedSegment one) {
      return new Summary(
          topic,
          partitions,
          merged + one.segments,
          into + 1,
          bytesBefore + one.bytesBefore,
          bytes + one.bytes);
    }
  }

  /**
   * Merges the segments of each partition. Each merged segment is committed before the next one is
   * made. A retry after an error therefore continues with the segments that are not merged yet.
   *
   * @param each called for each merged segment
   * @throws ArchiveRefusedException when this instance does not archive the topic, when another
   *     merge runs on this instance, or when its spool is full
   * @throws io.reprise.store.facts.TopicNotFoundException when the cluster has no such topic
   */
  public Summary merge(Request request, Consumer<MergedSegment> each) {
    if (!running.tryLock()) {
      throw new ArchiveRefusedException(
          "another merge runs on this archiver: wait until it has ended, or ask another archiver");
    }
    try {
      return mergeAll(request, each);
    } finally {
      running.unlock();
    }
  }

  private Summary mergeAll(Request request, Consumer<MergedSegment> each) {
    var config = requireConfig(request.topic());
    var ids = archives.partitions(request.topic(), request.partitions());
    var summary = new Summary[] {new Summary(request.topic(), ids.size(), 0, 0, 0, 0)};
    for (var id : ids) {
      merger.merge(
          id,
          archive -> limits(archive, config, request.untilMillis()),
          request.by(),
          merged -> {
            var one = MergedSegment.of(merged);
            summary[0] = summary[0].plus(one);
            each.accept(one);
          });
    }
    return summary[0];
  }

  private TopicConfig requireConfig(String topic) {
    var config = topics.get().accepted().get(topic);
    if (config == null) {
      throw new ArchiveRefusedException(
          "this archiver does not archive topic '%s', so it does not know which segments may be merged: ask an archiver that has the topic in its configuration"
              .formatted(topic));
    }
    return config;
  }

  private MergeLimits limits(PartitionArchive archive, TopicConfig config, long untilMillis) {
    if (!spool.hasRoom()) {
      throw new ArchiveRefusedException(spool.fullness());
    }
    long end = config.mode() == ArchiveMode.MOVE ? archive.trimIntent() : archive.covered().to();
    long held = archive.holds().stream().mapToLong(HoldInForce::from).min().orElse(Long.MAX_VALUE);
    return new MergeLimits(config.cutSize().bytes(), Math.min(end, held), untilMillis);
  }
}
