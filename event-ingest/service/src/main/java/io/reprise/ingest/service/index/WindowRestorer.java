package io.reprise.ingest.service.index;

import io.reprise.ingest.service.dedupe.IdWindow;
import io.reprise.ingest.service.dedupe.StoredId;
import io.reprise.ingest.service.topic.EventTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a topic's dedupe window with the ids of recent events, before the topic's first event is
 * accepted. First reads the id index to its end. Then reads the event topic from the offset below
 * which the index has the ids of all events that this instance stored. So the window knows an event
 * of this instance even if the instance was killed before it wrote the event's id to the index.
 * Thread-safe.
 */
public final class WindowRestorer {
  private static final Logger LOG = LoggerFactory.getLogger(WindowRestorer.class);

  /** The assumed largest difference between the clocks of instances and brokers. */
  private static final long CLOCK_SLACK_MILLIS = Duration.ofMinutes(1).toMillis();

  private static final Duration STALLED = Duration.ofSeconds(20);

  private final Admin admin;
  private final Map<String, Object> clientSettings;
  private final byte[] instance;
  private final BooleanSupplier stopped;

  public WindowRestorer(
      Admin admin, Map<String, Object> clientSettings, String instance, BooleanSupplier stopped) {
    this.stopped = stopped;
    this.admin = admin;
    this.clientSettings = clientSettings;
    this.instance = instance.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The result of filling a window.
   *
   * @param index the offsets from which the index is to be tailed
   * @param ends the ends of the event topic's partitions, exclusive, by partition number
   * @param unindexed the stored events whose ids the index lacks
   */
  public record Restored(
      Map<TopicPartition, Long> index, Map<Integer, Long> ends, List<StoredId> unindexed) {}

  /**
   * Reads the id index and the event topic, and adds the ids to an empty window.
   *
   * @throws io.reprise.ingest.service.topic.KafkaUnreachableException if the index or the event
   *     topic could not be read completely; the window must not be used then
   */
  public Restored fill(EventTopic topic, IdWindow window) {
    try (var scan = new LogScan(admin, clientSettings, STALLED, stopped)) {
      long since = window.since() - CLOCK_SLACK_MILLIS;
      var indexPartitions = partitions(TopicIndex.of(topic.name()), topic.partitions());
      var indexEnds = scan.ends(indexPartitions);
      var complete = new HashMap<Integer, Long>();
      scan.read(
          scan.since(indexPartitions, since),
          indexEnds,
          record -> noteIndexed(record, topic, window, complete));

      var eventPartitions = partitions(topic.name(), topic.partitions());
      var ends = scan.ends(eventPartitions);
      var from = scan.since(eventPartitions, since);
      from.replaceAll((p, offset) -> later(offset, complete.get(p.partition()), ends.get(p)));
      var unindexed = new ArrayList<StoredId>();
      scan.read(from, ends, record -> noteStored(record, window, unindexed));
      LOG.info(
          "ingest service has read the ids of recent events topic={} partitions={}"
              + " idsNotInIndex={}",
          topic.name(),
          topic.partitions(),
          unindexed.size());
      return new Restored(indexEnds, byNumber(ends), unindexed);
    }
  }

  private static List<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }

  private void noteIndexed(
      ConsumerRecord<byte[], byte[]> record,
      EventTopic topic,
      IdWindow window,
      Map<Integer, Long> complete) {
    IndexRecord.decode(record.partition(), record.value())
        .filter(index -> index.topic().equals(topic.id()))
        .ifPresent(
            index -> {
              index.ids().forEach(window::note);
              if (Arrays.equals(instance, record.key())) {
                complete.merge(record.partition(), index.complete(), Math::max);
              }
            });
  }

  private static void noteStored(
      ConsumerRecord<byte[], byte[]> record, IdWindow window, List<StoredId> unindexed) {
    EventIdentity.of(record).filter(window::note).ifPresent(unindexed::add);
  }

  /**
   * Returns the offset from which a partition of the event topic is read: the later one of the
   * offset by time and the offset up to which the index is complete, but at most {@code end}.
   */
  private static long later(
      long byTime,
      @org.jspecify.annotations.Nullable Long complete,
      @org.jspecify.annotations.Nullable Long end) {
    long from = complete == null ? byTime : Math.max(byTime, complete);
    return end == null ? from : Math.min(from, end);
  }

  private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().partition(), Map.Entry::getValue));
  }
}
