package io.reprise.store;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.store.archive.ArchiveFixture;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveLogReader;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.archive.read.ReadAhead;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.tier.TieredEventLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The same events three times: in Kafka, in an archive, and in both. Some are in transactions, some
 * of which are aborted.
 */
final class TopicInEachTier implements AutoCloseable {
  static final Duration WAIT = Duration.ofSeconds(10);
  private static final int TRANSACTIONS = 8;
  private static final int EVENTS = 500;
  private static final int KEYS = 40;

  private final EmbeddedS3 s3 = EmbeddedS3.startTemporary();
  private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();
  private final Admin admin = Admin.create(client());
  private final TopicInspector inspector = new TopicInspector(admin);
  private final KafkaEventLog hot = new KafkaEventLog(client());
  private final S3ObjectStore store;
  private final SegmentSource source;
  private final TieredEventLog log;
  private final Path spools;
  private final Map<Place, Written> written = new EnumMap<>(Place.class);

  /** The tier that holds a topic's records. */
  enum Place {
    KAFKA,
    ARCHIVE,
    BOTH;

    String topic() {
      return "events-" + name().toLowerCase(Locale.ROOT);
    }
  }

  /** One topic with its records as Kafka returned them before any trim. */
  record Written(ArchiveFixture archive, long end, List<ConsumerRecord<byte[], byte[]>> records) {
    List<ConsumerRecord<byte[], byte[]>> in(OffsetRange range) {
      return records.stream().filter(r -> range.contains(r.offset())).toList();
    }

    OffsetRange all() {
      return new OffsetRange(0, end);
    }
  }

  TopicInEachTier(Path spools) throws Exception {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    this.spools = spools;
    this.store =
        S3ObjectStore.open(
            new S3Config(s3.uri(), null, EmbeddedS3.BUCKET, "readers", null, null, null));
    this.source = new SegmentSource(store, new CacheConfig(16, null, null));
    this.log =
        new TieredEventLog(
            hot,
            new ArchiveCatalog(store, System::nanoTime),
            source,
            inspector::idOf,
            inspector::logStarts,
            ReadAhead.FAR);
    for (var place : Place.values()) {
      place(place);
    }
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private void place(Place place) throws Exception {
    publish(place.topic());
    var facts = inspector.inspect(place.topic());
    var range = new OffsetRange(0, facts.partitions().get(0).committedEnd());
    var records = records(steps(hot.read(place.topic(), 0, range), range));
    var id = new PartitionId(place.topic(), facts.topicId(), 0);
    var archive = new ArchiveFixture(store, id, spools);
    written.put(place, new Written(archive, range.to(), records));
    long third = range.to() / 3;
    if (place != Place.KAFKA) {
      archive.add(new OffsetRange(0, third), records);
      archive.add(new OffsetRange(third, place == Place.ARCHIVE ? range.to() : 2 * third), records);
    }
    if (place == Place.BOTH) {
      archive.intendTrim(third + 100);
      deleteBelow(third + 100, place.topic());
    }
  }

  void deleteBelow(long offset, String topic) throws Exception {
    admin
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
  }

  /** Creates a topic and fills it; every fourth transaction is aborted. */
  void publish(String topic) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", broker.bootstrapServers(), "transactional.id", "to-" + topic);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
        producer.beginTransaction();
        for (int i = 0; i < EVENTS; i++) {
          producer.send(event(topic, i));
        }
        if (transaction % 4 == 1) {
          producer.flush();
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> event(String topic, int number) {
    var record = new ProducerRecord<>(topic, key(number % KEYS), new byte[number % 900]);
    record.headers().add("ce_type", "made".getBytes(StandardCharsets.UTF_8));
    return record;
  }

  static byte[] key(int number) {
    return ("user-" + number).getBytes(StandardCharsets.UTF_8);
  }

  Written at(Place place) {
    return written.get(place);
  }

  TieredEventLog log() {
    return log;
  }

  LogReader reader(Place place, OffsetRange range, KeySelection keys) {
    return place == Place.ARCHIVE
        ? new ArchiveLogReader(source, at(place).archive().archive(), range, keys)
        : log.read(place.topic(), 0, range, keys);
  }

  /** All batches of a reader of {@code range}; closes the reader. */
  static List<LogBatch> steps(LogReader reader, OffsetRange range) {
    var steps = new ArrayList<LogBatch>();
    try (reader) {
      while (reader.position() < range.to()) {
        steps.add(reader.read(WAIT));
      }
    }
    return steps;
  }

  static List<ConsumerRecord<byte[], byte[]>> records(List<LogBatch> steps) {
    return steps.stream().flatMap(s -> s.records().stream()).toList();
  }

  @Override
  public void close() {
    log.close();
    source.close();
    store.close();
    admin.close();
    broker.close();
    s3.close();
  }
}
