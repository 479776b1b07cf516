package io.reprise.ingest.service.open;

import io.reprise.ingest.service.dedupe.IdWindow;
import io.reprise.ingest.service.index.IndexForbiddenException;
import io.reprise.ingest.service.index.IndexTail;
import io.reprise.ingest.service.index.IndexTopics;
import io.reprise.ingest.service.index.IndexWriter;
import io.reprise.ingest.service.index.TopicIndex;
import io.reprise.ingest.service.index.WindowRestorer;
import io.reprise.ingest.service.topic.EventTopic;
import io.reprise.ingest.service.topic.KafkaUnreachableException;
import io.reprise.ingest.service.topic.TopicCatalog;
import io.reprise.kafka.time.Interruption;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics for which this instance accepts events. To open a topic is to restore its dedupe
 * window. A topic that has an id index is opened when the service starts, any other topic when its
 * first event arrives.
 *
 * <p>If a topic was deleted, or deleted and created again, this instance forgets the dedupe window
 * of the deleted topic within {@link #CHECK_EVERY}. Until then, a repeated event may be
 * acknowledged with the position that the event had in the deleted topic.
 *
 * <p>Thread-safe. The opener closes the instance.
 */
public final class OpenTopics implements AutoCloseable {
  /**
   * The interval at which this instance checks that each topic for which it accepts events still
   * exists and has the same topic id.
   */
  static final Duration CHECK_EVERY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(OpenTopics.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);
  private static final int OPENED_AT_A_TIME = 2;

  private final TopicCatalog catalog;
  private final IndexTopics indexTopics;
  private final WindowRestorer restore;
  private final IndexTail tail;
  private final IndexWriter writer;
  private final Supplier<IdWindow> windows;
  private final AtomicBoolean stopped;
  private final Map<String, CompletableFuture<Opened>> topics = new ConcurrentHashMap<>();
  private final ExecutorService opening =
      Executors.newFixedThreadPool(OPENED_AT_A_TIME, daemon("id-index-open"));
  private final ServiceScheduler checking = ServiceScheduler.ofOneThread("id-index-check");
  private final AtomicReference<@Nullable String> fault =
      new AtomicReference<>("the ids of topics in use have not been read yet");

  /**
   * A topic whose dedupe window is restored, and the offsets from which the topic's id index is
   * tailed.
   */
  private record Opened(OpenTopic topic, Map<TopicPartition, Long> followed) {}

  OpenTopics(
      TopicCatalog catalog,
      IndexTopics indexTopics,
      WindowRestorer restore,
      IndexTail tail,
      IndexWriter writer,
      Supplier<IdWindow> windows,
      AtomicBoolean stopped) {
    this.stopped = stopped;
    this.catalog = catalog;
    this.indexTopics = indexTopics;
    this.restore = restore;
    this.tail = tail;
    this.writer = writer;
    this.windows = windows;
    checking.execute(this::openIndexed);
    long millis = CHECK_EVERY.toMillis();
    checking.scheduleWithFixedDelay(this::checkOpened, millis, millis, TimeUnit.MILLISECONDS);
  }

  private static java.util.concurrent.ThreadFactory daemon(String name) {
    return task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Returns the topic of this name, ready to take events; empty if no topic has this name. If this
   * instance has not taken events for the topic yet, the topic's dedupe window is restored first.
   *
   * @param limit how long to wait until the dedupe window is restored
   * @throws KafkaUnreachableException if the dedupe window cannot be restored now; a retry is safe
   * @throws IndexForbiddenException if Kafka does not let this service write the ids of events
   */
  public Optional<OpenTopic> find(String name, Duration limit) {
    var known = topics.get(name);
    if (known == null) {
      var topic = catalog.find(name);
      if (topic.isEmpty()) {
        return Optional.empty();
      }
      known = open(topic.get());
    }
    return Optional.of(await(known, limit).topic());
  }

  private CompletableFuture<Opened> open(EventTopic topic) {
    return topics.computeIfAbsent(
        topic.name(), name -> CompletableFuture.supplyAsync(() -> read(topic), opening));
  }

  private Opened read(EventTopic topic) {
    var window = windows.get();
    try {
      indexTopics.ensure(topic);
      var restored = restore.fill(topic, window);
      var index = new TopicIndex(topic, restored.ends());
      restored.unindexed().forEach(index::add);
      writer.open(index);
      tail.follow(topic.name(), topic.id(), window, restored.index());
      return new Opened(new OpenTopic(topic, window, index), restored.index());
    } catch (RuntimeException e) {
      if (!stopped.get()) {
        LOG.warn(
            "ingest service could not read the ids of recent events and accepts no events for the"
                + " topic until a retry succeeds topic={} cause={}",
            topic.name(),
            e.toString());
      }
      window.abandon();
      topics.remove(topic.name());
      throw e;
    }
  }

  private static Opened await(CompletableFuture<Opened> opened, Duration limit) {
    return Interruption.getOr(
        () -> {
          try {
            return opened.get(limit.toMillis(), TimeUnit.MILLISECONDS);
          } catch (ExecutionException e) {
            if (e.getCause() instanceof IndexForbiddenException forbidden) {
              throw forbidden;
            }
            throw e.getCause() instanceof KafkaUnreachableException cause
                ? cause
                : new KafkaUnreachableException(e.getCause());
          } catch (TimeoutException e) {
            throw new KafkaUnreachableException(
                new IllegalStateException("the topic's recent ids are still being read"));
          }
        },
        interrupted -> {
          throw new KafkaUnreachableException(interrupted);
        });
  }

  /**
   * Returns why this instance should not receive requests yet; empty once the instance is ready for
   * requests.
   */
  public Optional<String> fault() {
    return Optional.ofNullable(fault.get());
  }

  private void openIndexed() {
    try {
      var prefix = TopicIndex.of("");
      for (var index : catalog.withPrefix(prefix)) {
        catalog.find(index.substring(prefix.length())).ifPresent(topic -> open(topic).join());
      }
      fault.set(null);
    } catch (RuntimeException e) {
      fault.set("the ids of topics in use cannot be read: " + e.getMessage());
    }
  }

  private void checkOpened() {
    try {
      if (fault.get() != null) {
        openIndexed();
      }
      opened().forEach(this::check);
    } catch (RuntimeException e) {
      LOG.debug(
          "ingest service could not check whether its topics still exist in the cluster, retrying"
              + " cause={}",
          e.toString());
    }
  }

  private Stream<Opened> opened() {
    return topics.values().stream()
        .filter(opened -> opened.isDone() && !opened.isCompletedExceptionally())
        .map(CompletableFuture::join);
  }

  private void check(Opened opened) {
    var before = opened.topic().topic();
    opened.topic().window().sweep();
    var now = catalog.find(before.name());
    if (now.isEmpty() || !now.get().id().equals(before.id())) {
      drop(opened.topic());
    } else if (now.get().partitions() > before.partitions()) {
      widen(opened, now.get());
    }
  }

  private void drop(OpenTopic open) {
    LOG.info(
        "topic was deleted or recreated, the ingest service forgets the event ids of the old topic"
            + " topic={} oldTopicId={}",
        open.topic().name(),
        open.topic().id());
    topics.remove(open.topic().name());
    tail.leave(open.topic().name());
    writer.close(open.index());
    open.window().abandon();
  }

  private void widen(Opened opened, EventTopic now) {
    indexTopics.ensure(now);
    var index = TopicIndex.of(now.name());
    var followed = new HashMap<>(opened.followed());
    for (int p = opened.topic().topic().partitions(); p < now.partitions(); p++) {
      followed.put(new TopicPartition(index, p), 0L);
    }
    var wider = new OpenTopic(now, opened.topic().window(), opened.topic().index());
    tail.follow(now.name(), now.id(), wider.window(), followed);
    topics.put(now.name(), CompletableFuture.completedFuture(new Opened(wider, followed)));
  }

  @Override
  public void close() {
    stopped.set(true);
    checking.shutdown();
    opening.shutdown();
    if (!Interruption.awaitEnd(opening, CLOSE_WITHIN)) {
      opening.shutdownNow();
    }
  }
}
