package io.reprise.ingest.service.index;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.reprise.ingest.service.dedupe.IdWindow;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the indexes of all open topics, so that what other instances store is known here, a
 * little later. How much later is measured: it is the time in which an event that is sent to two
 * instances can be stored twice.
 *
 * <p>Threading: one thread of its own reads; {@link #follow} and {@link #leave} from anywhere.
 */
public final class IndexTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexTail.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Clock clock;
  private final Timer lag;
  private final Map<String, Followed> followed = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean changed;
  private volatile boolean closed;
  private volatile long completeNanos = System.nanoTime();

  /** An index, and where to start to read it. */
  private record Followed(Uuid topic, IdWindow window, Map<TopicPartition, Long> from) {}

  public IndexTail(Map<String, Object> clientSettings, Clock clock, MeterRegistry meters) {
    this.clock = clock;
    this.lag =
        Timer.builder("reprise.ingest.ids.lag")
            .description("From the storing of an event at another instance until it is known here")
            .register(meters);
    Gauge.builder("reprise.ingest.ids.behind", this, IndexTail::behindSeconds)
        .description("How long ago the indexes were last read to their ends")
        .baseUnit("seconds")
        .register(meters);
    var settings = new HashMap<>(clientSettings);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.thread = new Thread(this::run, "id-index-tail");
    thread.setDaemon(true);
    thread.start();
  }

  private double behindSeconds() {
    return followed.isEmpty() ? 0 : (System.nanoTime() - completeNanos) / 1e9;
  }

  /** Begins to follow an event topic's index, or goes on with more partitions. */
  public void follow(
      String eventTopic, Uuid topicId, IdWindow window, Map<TopicPartition, Long> from) {
    followed.put(TopicIndex.of(eventTopic), new Followed(topicId, window, Map.copyOf(from)));
    wake();
  }

  public void leave(String eventTopic) {
    followed.remove(TopicIndex.of(eventTopic));
    wake();
  }

  private synchronized void wake() {
    changed = true;
    consumer.wakeup();
    notifyAll();
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        try {
          poll();
        } catch (WakeupException e) {
          LOG.debug("id index tail woken");
        } catch (KafkaException e) {
          LOG.warn("id index not read, tried again soon cause={}", e.toString());
          pause();
        }
      }
    }
  }

  private void poll() {
    if (changed) {
      changed = false;
      assign();
    }
    if (consumer.assignment().isEmpty()) {
      pause();
      return;
    }
    consumer.poll(POLL).forEach(this::apply);
    if (isComplete()) {
      completeNanos = System.nanoTime();
    }
  }

  private synchronized void pause() {
    try {
      if (!closed && !changed) {
        wait(AFTER_FAILURE.toMillis());
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Partitions that are read already go on from where they are. */
  private void assign() {
    var before = new HashSet<>(consumer.assignment());
    var from = new HashMap<TopicPartition, Long>();
    followed.values().forEach(f -> from.putAll(f.from()));
    consumer.assign(from.keySet());
    from.forEach(
        (partition, offset) -> {
          if (!before.contains(partition)) {
            consumer.seek(partition, offset);
          }
        });
  }

  private boolean isComplete() {
    return consumer.assignment().stream().allMatch(p -> consumer.currentLag(p).orElse(1) == 0);
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
    closed = true;
    wake();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
