package io.reprise.archiver.operate;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.log.SegmentTotals;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicListing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes archived records to another topic, with the same partition numbers, keys, values, headers
 * and timestamps. Offsets are not kept. A record without a timestamp, which Kafka stores as -1,
 * gets the time of the restore, because Kafka's producer can send no record without one.
 * Thread-safe.
 */
public final class Restorer {
  private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);
  private static final long REPORT_EVERY = 10_000;

  private final ArchivedRecords records;
  private final TopicInspector topics;
  private final String anchors;
  private final Map<String, Object> client;

  /**
   * Creates a restorer.
   *
   * @param topics reads the topics of the cluster to restore into
   * @param anchors name of the archiver's topic of anchors
   */
  public Restorer(
      ArchivedRecords records, TopicInspector topics, String anchors, Map<String, Object> client) {
    this.records = records;
    this.topics = topics;
    this.anchors = anchors;
    this.client = client;
  }

  /**
   * The result of a restore.
   *
   * @param into the topic to which the records were written
   */
  public record Summary(String topic, String into, long records, int partitions) {}

  /** Decides whether the target topic may hold records before the restore. */
  public enum Target {
    /** The topic must be empty. */
    EMPTY,
    /** The topic may hold records; restored records are appended. */
    ANY
  }

  /**
   * A restore to carry out.
   *
   * @param partitions numbers of the partitions to restore; all when empty
   * @param into the topic to write to; it must have every partition number that is restored
   */
  public record Request(
      ArchiveName archive,
      Set<Integer> partitions,
      OffsetRange range,
      String into,
      Target target) {}

  /**
   * Restores a range of each partition. After an error the target keeps the records that were
   * written: empty it before a retry, or records are written twice.
   *
   * @throws ArchiveRefusedException when the target topic is unsuitable; nothing was written
   */
  public Summary restore(Request request, OperationProgress progress) {
    var archives = loaded(request);
    requireSuitable(request, archives);
    long total = archives.stream().mapToLong(a -> span(a, request.range())).sum();
    var written = new Written(progress, total);
    try (var producer = producer()) {
      for (var archive : archives) {
        if (span(archive, request.range()) > 0) {
          records.read(
              archive,
              request.range(),
              record -> written.count(producer, copy(request.into(), record)));
        }
      }
      producer.flush();
    }
    written.requireNoFault();
    if (written.withoutTimestamp > 0) {
      LOG.warn(
          "archived records have no timestamp and were restored with the present time topic={}"
              + " into={} records={}",
          request.archive().topic(),
          request.into(),
          written.withoutTimestamp);
    }
    return new Summary(request.archive().topic(), request.into(), written.records, archives.size());
  }

  private List<PartitionArchive> loaded(Request request) {
    return records.archives().partitions(request.archive(), request.partitions()).stream()
        .map(records.archives()::load)
        .toList();
  }

  static ProducerRecord<byte[], byte[]> copy(String into, ConsumerRecord<byte[], byte[]> record) {
    Long timestamp = record.timestamp() < 0 ? null : record.timestamp();
    return new ProducerRecord<>(
        into, record.partition(), timestamp, record.key(), record.value(), record.headers());
  }

  private static long span(PartitionArchive archive, OffsetRange range) {
    var covered = archive.covered();
    return Math.max(0, Math.min(covered.to(), range.to()) - Math.max(covered.from(), range.from()));
  }

  private void requireSuitable(Request request, List<PartitionArchive> archives) {
    requireEventTopic(request.into());
    var facts = topics.inspect(request.into());
    if (facts.topicId().equals(archives.get(0).id().topicId())) {
      throw new ArchiveRefusedException(
          "'%s' is the topic that was archived: name another topic to restore into"
              .formatted(request.into()));
    }
    int highest = archives.get(archives.size() - 1).id().partition();
    if (facts.partitions().size() <= highest) {
      throw new ArchiveRefusedException(
          "topic '%s' has %d partitions, partition %d is to be restored: add partitions to it"
              .formatted(request.into(), facts.partitions().size(), highest));
    }
    if (request.target() == Target.EMPTY) {
      requireEmpty(facts);
    }
    requireKept(request, archives);
  }

  private void requireEventTopic(String into) {
    var existing = topics.list().stream().map(TopicListing::topic).collect(Collectors.toSet());
    ReservedTopics.purpose(into, anchors, existing)
        .ifPresent(
            purpose -> {
              throw new ArchiveRefusedException(
                  "topic '%s' %s: restore into a topic of your own".formatted(into, purpose));
            });
  }

  private static void requireEmpty(TopicFacts facts) {
    for (var partition : facts.partitions()) {
      if (partition.highWatermark() > partition.logStart()) {
        throw new ArchiveRefusedException(
            "topic '%s' is not empty (partition %d has offsets %d to %d): restore into an empty topic, or append"
                .formatted(
                    facts.topic(),
                    partition.partition(),
                    partition.logStart(),
                    partition.highWatermark()));
      }
    }
  }

  /**
   * Refuses a target topic whose retention would soon delete restored records. A restored record
   * keeps its timestamp, so Kafka treats it as old as the archived record.
   */
  private void requireKept(Request request, List<PartitionArchive> archives) {
    long retention = topics.policy(request.into()).retentionMillis();
    long oldest =
        archives.stream()
            .map(a -> a.segments().totals(request.range()))
            .filter(t -> t.records() > 0)
            .mapToLong(SegmentTotals::minTimestamp)
            .min()
            .orElse(Long.MAX_VALUE);
    if (retention >= 0 && oldest < records.archives().clock().millis() - retention) {
      throw new ArchiveRefusedException(
          "topic '%s' has retention.ms=%d and would soon delete records from %s: set it to -1 first"
              .formatted(request.into(), retention, Instant.ofEpochMilli(oldest)));
    }
  }

  /** Sends records and stops at the first failed send. Used by one thread. */
  private static final class Written {
    private final AtomicReference<Exception> fault = new AtomicReference<>();
    private final OperationProgress progress;
    private final long total;
    private long records;
    private long withoutTimestamp;

    Written(OperationProgress progress, long total) {
      this.progress = progress;
      this.total = total;
    }

    void count(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
      requireNoFault();
      if (record.timestamp() == null) {
        withoutTimestamp++;
      }
      producer.send(record, (sent, e) -> fault.compareAndSet(null, e));
      if (++records % REPORT_EVERY == 0) {
        progress.at(records, total, "offsets");
      }
    }

    void requireNoFault() {
      var e = fault.get();
      if (e != null) {
        throw new KafkaException("the restore stopped part way: " + e.getMessage(), e);
      }
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    var settings = new HashMap<>(client);
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("linger.ms", "20");
    settings.put("batch.size", 256 << 10);
    settings.put("delivery.timeout.ms", (int) Duration.ofMinutes(2).toMillis());
    settings.put("max.request.size", 32 << 20);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
