package io.reprise.ingest.service.dedupe;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the id indexes of all topics in use, so that what other instances store is known here
 * soon.
 *
 * <p>Threading: one thread of its own; {@link #follow} from anywhere.
 */
final class IndexTail implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IndexTail.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration IDLE = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Queue<Follow> wanted = new ConcurrentLinkedQueue<>();
  private final Map<String, IdWindow> windows = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile long lagMillis;
  private volatile boolean closed;

  private record Follow(Map<TopicPartition, Long> from) {}

  IndexTail(Map<String, Object> clientSettings) {
    var settings = new HashMap<>(clientSettings);
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    settings.put("fetch.max.wait.ms", "100");
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.thread = new Thread(this::run, "id-index-tail");
    thread.setDaemon(true);
    thread.start();
  }

  /** Follows an index from the given offsets on. */
  void follow(String index, Map<TopicPartition, Long> from, IdWindow window) {
    windows.put(index, window);
    wanted.add(new Follow(Map.copyOf(from)));
  }

  /** How old the newest entry was when it was read here. */
  long lagMillis() {
    return lagMillis;
  }

  private void run() {
    try {
      while (!closed) {
        takeOn();
        pollOnce();
      }
    } catch (WakeupException e) {
      log.debug("id index tail closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      consumer.close();
    }
  }

  private void takeOn() {
    for (var follow = wanted.poll(); follow != null; follow = wanted.poll()) {
      var all = new HashSet<>(consumer.assignment());
      all.addAll(follow.from().keySet());
      consumer.assign(all);
      follow.from().forEach(consumer::seek);
    }
  }

  private void pollOnce() throws InterruptedException {
    if (consumer.assignment().isEmpty()) {
      Thread.sleep(IDLE.toMillis());
      return;
    }
    for (var record : consumer.poll(POLL)) {
      var window = windows.get(record.topic());
      var entry = record.value() == null ? null : IndexRecord.decode(record.value()).orElse(null);
      if (window != null && entry != null) {
        var position = new Position(record.partition(), entry.offset());
        window.note(entry.hash(), position, entry.storedAtMillis());
        lagMillis = Math.max(0, System.currentTimeMillis() - entry.storedAtMillis());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
