package io.reprise.store.facts;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Answers questions about the timestamps of one topic's records, in Kafka and in the archive.
 * Nothing is cached. Thread-safe.
 *
 * <p>Errors: a {@link org.apache.kafka.common.errors.RetriableException} if an archive does not
 * answer before the deadline; its message names the partitions. Otherwise the {@link
 * org.apache.kafka.common.KafkaException} that broker or client reported.
 */
public final class TopicTimestamps {
  private final KafkaOffsets hot;
  private final ColdFacts cold;
  private final TopicFacts facts;
  private final Deadline deadline;

  /**
   * Creates an object that answers questions about one topic.
   *
   * @param facts facts about the topic. They must say what is archived of each partition that the
   *     caller will ask about
   * @param deadline the moment until which the archives must have answered all questions
   */
  TopicTimestamps(KafkaOffsets hot, ColdFacts cold, TopicFacts facts, Deadline deadline) {
    this.hot = hot;
    this.cold = cold;
    this.facts = facts;
    this.deadline = deadline;
  }

  /**
   * For each partition, takes the first record in the partition's range. Returns the partitions in
   * which this record has a timestamp before {@code instant}.
   *
   * <p>Kafka is asked once for all partitions. If the range begins in the archive, commit entries
   * usually give the answer; a record is read only if its segment has records from before and from
   * after the instant.
   *
   * @param ranges for each partition number, the range of offsets to check
   * @param instant an instant after 1970-01-01T00:00Z
   */
  public Set<Integer> beginningBefore(Map<Integer, OffsetRange> ranges, Instant instant) {
    var archived = archivedParts(ranges);
    var inKafka = new HashMap<Integer, OffsetRange>();
    ranges.forEach(
        (number, range) -> {
          var part = hotPart(facts.partitions().get(number), range);
          if (!archived.containsKey(id(number)) && !part.isEmpty()) {
            inKafka.put(number, part);
          }
        });
    var found = new HashSet<>(hotBeginningBefore(inKafka, instant));
    cold.beginningBefore(archived, instant, deadline).forEach(id -> found.add(id.partition()));
    return found;
  }

  private Set<Integer> hotBeginningBefore(Map<Integer, OffsetRange> ranges, Instant instant) {
    var reached = hot.since(ranges.keySet(), instant);
    var older = new HashMap<Integer, OffsetRange>();
    ranges.forEach(
        (number, range) -> {
          long end = Math.min(reached.getOrDefault(number, range.to()), range.to());
          if (range.from() < end) {
            older.put(number, new OffsetRange(range.from(), end));
          }
        });
    if (facts.compacted() && !older.isEmpty()) {
      var first = hot.since(older.keySet(), Instant.EPOCH);
      older
          .entrySet()
          .removeIf(e -> first.getOrDefault(e.getKey(), Long.MAX_VALUE) >= e.getValue().to());
    }
    return older.keySet();
  }

  /**
   * For each partition, finds the first record with a timestamp at or after {@code instant}.
   * Returns the partitions whose range contains this record.
   *
   * <p>In an archive, only commit entries are read, and they give the record's segment but not its
   * offset. A range therefore counts as containing an archived record if the range shares an offset
   * with the record's segment.
   *
   * @param ranges for each partition number, the range of offsets to check
   */
  public Set<Integer> reaching(Map<Integer, OffsetRange> ranges, Instant instant) {
    var found = new HashSet<Integer>();
    var reached = hot.since(ranges.keySet(), instant);
    ranges.forEach(
        (number, range) -> {
          var offset = reached.get(number);
          if (offset != null && range.contains(offset)) {
            found.add(number);
          }
        });
    var archived = archivedParts(ranges);
    archived.keySet().removeIf(id -> found.contains(id.partition()));
    cold.reaching(archived, instant, deadline).forEach(id -> found.add(id.partition()));
    return found;
  }

  /**
   * Returns, for each range, the part that the archive holds and Kafka no longer holds. A range
   * without such a part is left out.
   */
  private Map<PartitionId, OffsetRange> archivedParts(Map<Integer, OffsetRange> ranges) {
    var parts = new HashMap<PartitionId, OffsetRange>();
    ranges.forEach(
        (number, range) -> {
          var part = archivedPart(facts.partitions().get(number), range);
          if (!part.isEmpty()) {
            parts.put(id(number), part);
          }
        });
    return parts;
  }

  private static OffsetRange archivedPart(PartitionFacts partition, OffsetRange range) {
    long from = Math.max(range.from(), partition.archived().from());
    long seam = Math.min(partition.logStart(), partition.archived().to());
    return new OffsetRange(from, Math.max(from, Math.min(range.to(), seam)));
  }

  private static OffsetRange hotPart(PartitionFacts partition, OffsetRange range) {
    long from = Math.max(range.from(), partition.logStart());
    return new OffsetRange(from, Math.max(from, range.to()));
  }

  private PartitionId id(int partition) {
    return new PartitionId(facts.topic(), facts.topicId(), partition);
  }
}
