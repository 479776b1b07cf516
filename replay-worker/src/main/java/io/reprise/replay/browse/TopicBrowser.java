package io.reprise.replay.browse;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.schemas.value.ValueReader;
import io.reprise.store.EventLog;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicListing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads topics page by page, so that an operator can inspect records. Thread-safe; calls block.
 *
 * <p>Errors: {@link io.reprise.store.facts.TopicNotFoundException}; {@link PlanRefusedException}
 * when the partition does not exist or the start of the range is after its end; {@link
 * OffsetNotInLogException} when an offset of the range is not in the log; Kafka's retriable
 * exceptions, after which a retry is safe.
 */
public final class TopicBrowser {
  private static final Duration READ_LIMIT = Duration.ofSeconds(5);
  private static final long MAX_PAGE_BYTES = 8L << 20;

  /** The largest number of offsets that {@link #parkedCauses} reads. */
  private static final long MOST_PARKED = 100_000;

  /** How long {@link #parkedCauses} reads, over all partitions. */
  private static final Duration PARKED_LIMIT = Duration.ofSeconds(15);

  private final TopicInspector topics;
  private final EventLog log;
  private final ValueReader values;

  /**
   * @param values reads values whose fields are to be told apart
   */
  public TopicBrowser(TopicInspector topics, EventLog log, ValueReader values) {
    this.topics = topics;
    this.log = log;
    this.values = values;
  }

  /** Returns the reader of the values of records. */
  public ValueReader values() {
    return values;
  }

  /** Returns all topics except Kafka's internal ones, sorted by name. */
  public List<TopicListing> list() {
    return topics.list();
  }

  /**
   * Returns the facts of a topic: its partitions, and which offsets of each partition are in Kafka
   * and in the archive.
   */
  public TopicFacts describe(String topic) {
    return topics.inspect(topic);
  }

  /**
   * Returns, for each partition of a topic, the first offset whose record has a timestamp at or
   * after {@code time}; the committed end if the partition has no such record. Asks the archive of
   * each partition whose oldest offsets Kafka has deleted.
   */
  public TimeOffsets offsetsAt(String topic, Instant time) {
    var inKafka = topics.inspectKafka(topic);
    var trimmed =
        inKafka.partitions().stream()
            .filter(p -> p.logStart() > 0)
            .map(PartitionFacts::partition)
            .toList();
    var facts = topics.withArchived(inKafka, trimmed);
    return TimeOffsets.of(topic, time, topics.offsetsAt(facts, time));
  }

  /**
   * Reads the first page of the offset range {@code [from, to)}.
   *
   * @param from first offset; -1 for the earliest one
   * @param to end offset, exclusive; -1 for the end of the committed records
   * @param limit the largest number of records; a page also ends after 8 MiB
   */
  public RecordPage read(String topic, int partition, long from, long to, int limit) {
    var range = resolve(topic, partition, from, to);
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    long bytes = 0;
    long position = range.from();
    try (var reader = log.read(topic, partition, range)) {
      while (position < range.to()) {
        var batch = reader.read(READ_LIMIT);
        if (batch.covered().isEmpty()) {
          break;
        }
        for (var record : batch.records()) {
          if (records.size() == limit || bytes > MAX_PAGE_BYTES) {
            return page(topic, partition, range, record.offset(), records);
          }
          records.add(record);
          bytes +=
              Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        position = batch.position();
      }
    }
    return page(topic, partition, range, position, records);
  }

  /**
   * Counts the parked records of a topic by cause. Reads the newest 100,000 offsets at most, as
   * many of each partition, for at most 15 seconds. Works for any topic: one without parked records
   * has no causes.
   */
  public ParkedCauses parkedCauses(String topic, ParkedSelection selection) {
    var partitions = topics.inspectKafka(topic).partitions();
    long each = Math.max(1, MOST_PARKED / Math.max(1, partitions.size()));
    var tally = new ParkedCauses.Tally(selection);
    var deadline = Deadline.after(PARKED_LIMIT);
    boolean complete = true;
    for (var partition : partitions) {
      long start = Math.max(partition.logStart(), partition.committedEnd() - each);
      var range = new OffsetRange(start, Math.max(start, partition.committedEnd()));
      complete &= start == partition.logStart();
      complete &= readParked(topic, partition.partition(), range, tally, deadline);
    }
    return tally.causes(topic, complete);
  }

  /** Returns whether the whole range was read before the deadline. */
  private boolean readParked(
      String topic, int partition, OffsetRange range, ParkedCauses.Tally tally, Deadline deadline) {
    try (var reader = log.read(topic, partition, range)) {
      while (reader.position() < range.to() && !deadline.isPassed()) {
        reader.read(deadline.left()).records().forEach(tally::add);
      }
      return reader.position() >= range.to();
    }
  }

  private static RecordPage page(
      String topic,
      int partition,
      OffsetRange range,
      long position,
      List<ConsumerRecord<byte[], byte[]>> records) {
    var covered = new OffsetRange(range.from(), position);
    return new RecordPage(topic, partition, covered, range.to(), records);
  }

  private OffsetRange resolve(String topic, int partition, long from, long to) {
    var readable = facts(topic, partition, from).readable();
    long start = from < 0 ? readable.from() : from;
    long end = to < 0 ? Math.max(start, readable.to()) : to;
    if (start > end) {
      throw new PlanRefusedException(
          "from %d is above to %d: swap them or choose a later end".formatted(start, end));
    }
    if (start < readable.from() || start > readable.to()) {
      throw new OffsetNotInLogException(topic, partition, start, readable);
    }
    if (end > readable.to()) {
      throw new OffsetNotInLogException(topic, partition, end, readable);
    }
    return new OffsetRange(start, end);
  }

  /**
   * Returns the facts of one partition. Asks the archive only if the page may begin below Kafka's
   * log start.
   */
  private PartitionFacts facts(String topic, int partition, long from) {
    var inKafka = topics.inspectKafka(topic);
    var hot = partition(inKafka, partition);
    boolean mayBeCold = hot.logStart() > 0 && from < hot.logStart();
    return mayBeCold ? partition(topics.withArchived(inKafka, List.of(partition)), partition) : hot;
  }

  private static PartitionFacts partition(TopicFacts facts, int partition) {
    int count = facts.partitions().size();
    if (partition >= count) {
      throw new PlanRefusedException(
          "partition %d does not exist: topic '%s' has partitions 0 to %d"
              .formatted(partition, facts.topic(), count - 1));
    }
    return facts.partitions().get(partition);
  }
}
