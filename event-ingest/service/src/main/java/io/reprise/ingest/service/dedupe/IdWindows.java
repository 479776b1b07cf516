package io.reprise.ingest.service.dedupe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.ingest.service.IngestConfig.Dedupe;
import io.reprise.ingest.service.admit.TopicDirectory;
import io.reprise.ingest.service.publish.KafkaOutlet;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The windows of all topics. A topic's window is filled from Kafka when the first event for it
 * comes, before that event is looked at, and follows the other instances from then on.
 *
 * <p>Thread-safe. The opener closes it.
 */
public final class IdWindows implements AutoCloseable {
  private final Dedupe settings;
  private final String instance;
  private final TopicDirectory topics;
  private final KafkaOutlet outlet;
  private final Clock clock;
  private final IndexTail tail;
  private final WindowLoader loader;
  private final Map<String, IdWindow> windows = new ConcurrentHashMap<>();

  public IdWindows(
      Dedupe settings,
      String instance,
      Map<String, Object> clientSettings,
      TopicDirectory topics,
      KafkaOutlet outlet,
      Clock clock) {
    this.settings = settings;
    this.instance = instance;
    this.topics = topics;
    this.outlet = outlet;
    this.clock = clock;
    this.loader = new WindowLoader(clientSettings, topics.admin(), settings, clock);
    this.tail = new IndexTail(clientSettings);
  }

  /**
   * A topic's window, complete.
   *
   * @throws io.reprise.ingest.service.admit.KafkaDownException when it cannot be filled now
   */
  public IdWindow of(String topic) {
    var known = windows.get(topic);
    return known == null ? windows.computeIfAbsent(topic, this::load) : known;
  }

  private IdWindow load(String topic) {
    var window = new IdWindow(settings.window(), settings.mostIds(), clock);
    int partitions = topics.partitions(topic);
    var index = settings.indexPrefix() + topic;
    var ends = loader.fill(window, topic, index, partitions);
    tail.follow(index, ends, window);
    return window;
  }

  /**
   * Looks the log over for an event whose sending had an unknown outcome. If it is there, the
   * window knows its position afterwards; if not, its claim is given back.
   *
   * @throws io.reprise.ingest.service.admit.KafkaDownException when the log cannot be read now
   */
  public void resolve(String topic, IdHash hash, CompletableFuture<Position> failed) {
    var window = of(topic);
    loader.scanEvents(window, topic, topics.partitions(topic));
    window.release(hash, failed);
  }

  /** Writes down where an event was stored, for other instances and for this one's next life. */
  public void stored(String topic, IdHash hash, Position position) {
    var record = new IndexRecord(hash, position.offset(), clock.millis());
    outlet.note(settings.indexPrefix() + topic, position.partition(), instance, record.encode());
  }

  public void bindTo(MeterRegistry registry) {
    Gauge.builder("reprise.ingest.ids", this, IdWindows::size)
        .description("ids that are remembered")
        .register(registry);
    Gauge.builder("reprise.ingest.ids.lag", tail, IndexTail::lagMillis)
        .baseUnit("milliseconds")
        .description("how old the newest index entry was when it was read")
        .register(registry);
  }

  private int size() {
    return windows.values().stream().mapToInt(IdWindow::size).sum();
  }

  @Override
  public void close() {
    tail.close();
  }
}
