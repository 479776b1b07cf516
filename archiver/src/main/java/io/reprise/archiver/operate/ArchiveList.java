package io.reprise.archiver.operate;

import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.read.StoredArchives;
import io.reprise.store.facts.TopicListing;
import io.reprise.store.object.store.ObjectMissingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists the archives in the store, including those whose topic was deleted or recreated, or is on
 * another cluster than this one. Thread-safe. Errors of Kafka and of the store are thrown; a retry
 * is safe.
 */
public final class ArchiveList {
  private final TopicArchives archives;

  public ArchiveList(TopicArchives archives) {
    this.archives = archives;
  }

  /** The states of an archived topic on this cluster. */
  public enum TopicState {
    /** The cluster has the topic, with the id that the archive names. */
    CURRENT,
    /** The cluster has a topic of the archived topic's name, but with another id. */
    RECREATED,
    /** The cluster has no topic of the archived topic's name. */
    ABSENT
  }

  /**
   * The archive of one topic.
   *
   * @param bytes stored bytes of all segments
   * @param oldest earliest record timestamp in the first segment of each partition, over all
   *     partitions; null if these segments have no records
   * @param newest latest record timestamp in the last segment of each partition, over all
   *     partitions; null if these segments have no records
   * @param problem why the commit log of a partition cannot be read; null when all commit logs can
   *     be read. The figures do not include a partition whose commit log cannot be read
   */
  public record Archive(
      String topic,
      String topicId,
      TopicState state,
      int partitions,
      long segments,
      long records,
      long bytes,
      @Nullable Instant oldest,
      @Nullable Instant newest,
      @Nullable String problem) {}

  /** The last line of the list: how many archives were listed before it. */
  public record Summary(long archives) {}

  /**
   * Calls {@code each} for the archive of every topic, in the order of object names.
   *
   * @param topic null for all topics
   * @param visible whether the caller may see a topic; the archives of other topics are not read
   */
  public Summary list(@Nullable String topic, Predicate<String> visible, Consumer<Archive> each) {
    var topics =
        archives.topics().list().stream()
            .collect(Collectors.toMap(TopicListing::topic, TopicListing::topicId));
    var round = new Round(topics, visible, each);
    if (topic == null) {
      StoredArchives.forEach(archives.store(), round::add);
    } else {
      StoredArchives.forEach(archives.store(), topic, round::add);
    }
    round.finish();
    return new Summary(round.listed);
  }

  /**
   * Collects the partitions of a topic's archive, one topic after the other. Confined to one
   * thread.
   */
  private final class Round {
    private final Map<String, String> topics;
    private final Predicate<String> visible;
    private final Consumer<Archive> each;
    private final List<PartitionId> partitions = new ArrayList<>();
    private long listed;

    Round(Map<String, String> topics, Predicate<String> visible, Consumer<Archive> each) {
      this.topics = topics;
      this.visible = visible;
      this.each = each;
    }

    void add(PartitionId id) {
      if (!visible.test(id.topic())) {
        return;
      }
      if (!partitions.isEmpty() && !isSameTopic(partitions.get(0), id)) {
        finish();
      }
      partitions.add(id);
    }

    void finish() {
      if (!partitions.isEmpty()) {
        each.accept(archive(topics, partitions));
        listed++;
        partitions.clear();
      }
    }
  }

  private static boolean isSameTopic(PartitionId a, PartitionId b) {
    return a.topic().equals(b.topic()) && a.topicId().equals(b.topicId());
  }

  private Archive archive(Map<String, String> topics, List<PartitionId> partitions) {
    var totals = new Totals();
    for (var id : partitions) {
      try {
        totals.add(archives.load(id));
      } catch (CorruptArchiveException | ObjectMissingException e) {
        totals.problem = String.valueOf(e.getMessage());
      }
    }
    var first = partitions.get(0);
    return new Archive(
        first.topic(),
        first.topicId(),
        state(topics.get(first.topic()), first.topicId()),
        partitions.size(),
        totals.segments,
        totals.records,
        totals.bytes,
        totals.oldest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(totals.oldest),
        totals.newest == Long.MIN_VALUE ? null : Instant.ofEpochMilli(totals.newest),
        totals.problem);
  }

  private static TopicState state(@Nullable String idNow, String archived) {
    if (idNow == null) {
      return TopicState.ABSENT;
    }
    return idNow.equals(archived) ? TopicState.CURRENT : TopicState.RECREATED;
  }

  /** Adds up the figures of an archive's partitions. Confined to one thread. */
  private static final class Totals {
    private long segments;
    private long records;
    private long bytes;
    private long oldest = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;
    private @Nullable String problem;

    void add(PartitionArchive archive) {
      var figures = ArchiveFigures.of(archive);
      segments += figures.segments();
      records += figures.records();
      bytes += figures.bytes();
      var first = archive.segmentAt(figures.archived().from());
      var last = archive.segmentAt(figures.archived().to() - 1);
      if (first != null && first.records() > 0) {
        oldest = Math.min(oldest, first.minTimestamp());
      }
      if (last != null && last.records() > 0) {
        newest = Math.max(newest, last.maxTimestamp());
      }
    }
  }
}
