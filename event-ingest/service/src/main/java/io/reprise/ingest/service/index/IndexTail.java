package io.reprise.ingest.service.index;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.reprise.ingest.service.dedupe.IdWindow;
import io.reprise.ingest.service.observe.IngestMetric;
import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.tail.TopicTail;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Tails the id indexes of all topics for which this instance takes events. Adds the ids of events
 * that other instances stored to this instance's dedupe windows. Measures the time from the storing
 * of such an event until this instance knows the event's id, because an event that is sent to two
 * instances within that time can be stored twice.
 *
 * <p>Threading: the tail reads on a thread of its own. {@link #follow} and {@link #leave} may be
 * called on any thread. The opener closes the tail.
 */
public final class IndexTail implements AutoCloseable {
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final TopicTail tail;
  private final Clock clock;
  private final Timer lag;
  private final Map<String, Followed> followed = new ConcurrentHashMap<>();

  /**
   * An id index that is tailed: the topic id of its event topic, the dedupe window that receives
   * the ids, and the offsets from which the index is read.
   */
  private record Followed(Uuid topic, IdWindow window, Map<TopicPartition, Long> from) {}

  private IndexTail(Map<String, Object> clientSettings, Clock clock, MeterRegistry meters) {
    this.clock = clock;
    this.lag = IngestMetric.IDS_LAG.declaration().timer(meters);
    this.tail =
        TopicTail.retrying(
            "id-index-tail",
            // Reads uncommitted records too. Index records are written outside transactions, so no
            // abort can remove an index record. A reader of committed records only would stop at a
            // transaction that another producer has left open in the index topic, and would no
            // longer receive the ids of other instances.
            ConsumerRole.tail(clientSettings, IsolationLevel.READ_UNCOMMITTED).open(),
            this::apply,
            AFTER_FAILURE);
    IngestMetric.IDS_BEHIND.declaration().gauge(meters, tail, t -> t.sinceAtEnd().toNanos() / 1e9);
  }

  /** Starts a tail that does not read any topic yet. */
  public static IndexTail start(
      Map<String, Object> clientSettings, Clock clock, MeterRegistry meters) {
    var tail = new IndexTail(clientSettings, clock, meters);
    tail.tail.start();
    return tail;
  }

  /**
   * Starts to tail an event topic's index, or adds partitions to an index that is already tailed.
   */
  public synchronized void follow(
      String eventTopic, Uuid topicId, IdWindow window, Map<TopicPartition, Long> from) {
    followed.put(TopicIndex.of(eventTopic), new Followed(topicId, window, Map.copyOf(from)));
    followAll();
  }

  /** Stops reading the id index of an event topic. */
  public synchronized void leave(String eventTopic) {
    followed.remove(TopicIndex.of(eventTopic));
    followAll();
  }

  private void followAll() {
    var from = new HashMap<TopicPartition, Long>();
    followed.values().forEach(f -> from.putAll(f.from()));
    tail.follow(from);
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    var index = Optional.ofNullable(followed.get(record.topic()));
    if (index.isEmpty()) {
      return;
    }
    IndexRecord.decode(record.partition(), record.value())
        .filter(entries -> entries.topic().equals(index.get().topic()))
        .ifPresent(entries -> note(entries, index.get().window()));
  }

  /**
   * Adds the ids of an index record to the window, and measures the delay of each id that is new to
   * the window. The ids that this instance wrote itself are not new to the window.
   */
  private void note(IndexRecord entries, IdWindow window) {
    long now = clock.millis();
    for (var id : entries.ids()) {
      if (window.note(id)) {
        lag.record(Duration.ofMillis(Math.max(0, now - id.storedAtMillis())));
      }
    }
  }

  @Override
  public void close() {
    tail.close();
  }
}
