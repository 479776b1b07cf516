package io.reprise.ingest.service.dedupe;

import io.reprise.ingest.service.IngestConfig.Dedupe;
import io.reprise.ingest.service.admit.KafkaDownException;
import io.reprise.ingest.service.admit.TopicDirectory;
import io.reprise.schemas.event.EventAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Fills a window with what was stored before: first from the index, then from the events behind the
 * last indexed offset of each partition, for an instance that was killed had stored more than it
 * had written down.
 */
final class WindowLoader {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long KEPT_WINDOWS = 4;

  private final Map<String, Object> clientSettings;
  private final Admin admin;
  private final Dedupe settings;
  private final Clock clock;

  WindowLoader(Map<String, Object> clientSettings, Admin admin, Dedupe settings, Clock clock) {
    this.clientSettings = clientSettings;
    this.admin = admin;
    this.settings = settings;
    this.clock = clock;
  }

  /** Fills {@code window} and returns where to follow the index from. */
  Map<TopicPartition, Long> fill(IdWindow window, String topic, String index, int partitions) {
    ensure(index, partitions);
    try (var consumer = consumer()) {
      var indexed = new HashMap<Integer, Long>();
      var ends =
          readSince(
              consumer,
              index,
              partitions,
              Map.of(),
              (partition, record) ->
                  Optional.ofNullable(record.value())
                      .flatMap(IndexRecord::decode)
                      .ifPresent(
                          entry -> {
                            window.note(
                                entry.hash(),
                                new Position(partition, entry.offset()),
                                entry.storedAtMillis());
                            indexed.merge(partition, entry.offset() + 1, Math::max);
                          }));
      readSince(consumer, topic, partitions, indexed, (p, r) -> noteEvent(window, p, r));
      return ends;
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      throw new KafkaDownException(e);
    }
  }

  /** Notes every event of the window's time. */
  void scanEvents(IdWindow window, String topic, int partitions) {
    try (var consumer = consumer()) {
      readSince(consumer, topic, partitions, Map.of(), (p, r) -> noteEvent(window, p, r));
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      throw new KafkaDownException(e);
    }
  }

  private static void noteEvent(
      IdWindow window, int partition, ConsumerRecord<byte[], byte[]> record) {
    var headers = new HashMap<String, byte[]>();
    record.headers().forEach(h -> headers.put(h.key(), h.value()));
    EventAttributes.read(headers)
        .ifPresent(
            event ->
                window.note(
                    IdHash.of(event.source(), event.id()),
                    new Position(partition, record.offset()),
                    record.timestamp()));
  }

  /**
   * Hands over what is in a topic from the window's start, or from {@code from} where that is
   * given, to its end as of now. Returns the ends.
   */
  private Map<TopicPartition, Long> readSince(
      KafkaConsumer<byte[], byte[]> consumer,
      String topic,
      int partitions,
      Map<Integer, Long> from,
      BiConsumer<Integer, ConsumerRecord<byte[], byte[]>> each) {
    var all = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    var ends = consumer.endOffsets(all);
    consumer.assign(all);
    seek(consumer, all, from, ends);
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      if (System.nanoTime() > limit) {
        throw new KafkaDownException(
            new IllegalStateException(topic + " was not read in " + LIMIT.toSeconds() + " s"));
      }
      for (var record : consumer.poll(POLL)) {
        each.accept(record.partition(), record);
      }
    }
    return ends;
  }

  private void seek(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> all,
      Map<Integer, Long> from,
      Map<TopicPartition, Long> ends) {
    long start = clock.millis() - settings.window().toMillis();
    var times = new HashMap<TopicPartition, Long>();
    all.forEach(p -> times.put(p, start));
    var found = consumer.offsetsForTimes(times);
    for (var partition : all) {
      var atStart = found.get(partition);
      long byTime = atStart == null ? ends.getOrDefault(partition, 0L) : atStart.offset();
      consumer.seek(partition, Math.max(byTime, from.getOrDefault(partition.partition(), 0L)));
    }
  }

  private void ensure(String index, int partitions) {
    var topic =
        new NewTopic(index, Optional.of(partitions), Optional.empty())
            .configs(
                Map.of(
                    "cleanup.policy",
                    "delete",
                    "retention.ms",
                    Long.toString(settings.window().toMillis() * KEPT_WINDOWS)));
    try {
      TopicDirectory.await(admin.createTopics(List.of(topic)).all());
    } catch (TopicExistsException e) {
      return;
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var all = new HashMap<>(clientSettings);
    all.put("auto.offset.reset", "earliest");
    all.put("enable.auto.commit", "false");
    all.put("default.api.timeout.ms", "5000");
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
