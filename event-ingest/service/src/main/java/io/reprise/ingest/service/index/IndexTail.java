package io.reprise.ingest.service.index;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.reprise.ingest.service.dedupe.IdWindow;
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
 * Follows the indexes of all open topics, so that ids that other instances store are known here a
 * little later. That delay is measured, because within it an event that is sent to two instances
 * can be stored twice.
 *
 * <p>Threading: one thread of its own reads; {@link #follow} and {@link #leave} are safe on any
 * thread. The opener closes it.
 */
public final class IndexTail implements AutoCloseable {
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final TopicTail tail;
  private final Clock clock;
  private final Timer lag;
  private final Map<String, Followed> followed = new ConcurrentHashMap<>();

  /** An index, and where to start to read it. */
  private record Followed(Uuid topic, IdWindow window, Map<TopicPartition, Long> from) {}

  private IndexTail(Map<String, Object> clientSettings, Clock clock, MeterRegistry meters) {
    this.clock = clock;
    this.lag =
        Timer.builder("reprise.ingest.ids.lag")
            .description("From the storing of an event at another instance until it is known here")
            .register(meters);
    this.tail =
        TopicTail.retrying(
            "id-index-tail",
            ConsumerRole.tail(clientSettings, IsolationLevel.READ_UNCOMMITTED).open(),
            this::apply,
            AFTER_FAILURE);
    Gauge.builder("reprise.ingest.ids.behind", tail, t -> t.sinceAtEnd().toNanos() / 1e9)
        .description("How long ago the indexes were last read to their ends")
        .baseUnit("seconds")
        .register(meters);
  }

  /** Starts a tail that follows no topics yet. */
  public static IndexTail start(
      Map<String, Object> clientSettings, Clock clock, MeterRegistry meters) {
    var tail = new IndexTail(clientSettings, clock, meters);
    tail.tail.start();
    return tail;
  }

  /** Begins to follow an event topic's index, or goes on with more partitions. */
  public synchronized void follow(
      String eventTopic, Uuid topicId, IdWindow window, Map<TopicPartition, Long> from) {
    followed.put(TopicIndex.of(eventTopic), new Followed(topicId, window, Map.copyOf(from)));
    followAll();
  }

  /** Stops following an event topic's index. */
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

  /** What this instance wrote itself is known already, and so does not count as late. */
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
