package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprise.archiver.observe.ArchiveMeters;
import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.work.ArchivingState;
import io.reprise.archiver.work.OwnedPartition;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.kafka.time.Ticker;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.ByteSize;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.kafka.KafkaReaderPool;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An archiver that owns far more partitions than it may have consumers.
 *
 * <p>Shows guarantee 16 of docs/liveness.md.
 */
@ExtendWith(Servers.class)
class ManyPartitionsIT {
  private static final int PARTITIONS = 16;
  private static final int RECORDS = 16 * PARTITIONS;
  private static final int UPLOADS = 2;
  private static final int STUCK = UPLOADS + 2;

  /**
   * How long the test waits for what must happen in the end. The archiver has no time limit to keep
   * here: on a machine that is short of processor time, the claims of all partitions alone take
   * more than a minute.
   */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final TopicConfig COPY =
      new TopicConfig(
          ArchiveMode.COPY, null, null, ByteSize.ofKiB(16), Duration.ofMillis(300), null, null);

  @Test
  void readsAllPartitionsWithOneConsumerMoreThanUploads(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "many")) {
      // Given
      var ids = published(servers, fixture, "many");
      var before = ids.stream().map(id -> fixture.hot(id, 0)).toList();
      ReaderCount.OPEN.set(0);
      ReaderCount.MOST.set(0);

      // When
      try (var engine = engine(servers, fixture)) {
        awaitArchived(fixture, ids);
        assertThat(engine.states()).hasSize(PARTITIONS);
      }

      // Then
      assertThat(ReaderCount.MOST.get()).isBetween(1, UPLOADS + 1);
      await().atMost(LIMIT).until(() -> ReaderCount.OPEN.get() == 0);
      assertThat(ids.stream().map(fixture::archived).toList()).isEqualTo(before);
      assertThat(fixture.prove("many")).isEmpty();
    }
  }

  @Test
  void partitionsThatReturnNoRecordsDoNotHoldUpTheOthers(RunningServers servers) {
    var stuck = new AtomicBoolean(true);
    try (var fixture = new ArchiverFixture(servers, "stuck");
        var readers =
            new KafkaReaderPool(() -> partlyStuck(servers, stuck), UPLOADS + 1, Ticker.SYSTEM)) {
      // Given: Kafka returns no records of more partitions than there are consumers
      var ids = published(servers, fixture, "stuck");
      var before = ids.stream().map(id -> fixture.hot(id, 0)).toList();
      var archivers = fixture.archivers(readers, "w", servers.newDirectory("spool"));
      var threads = Executors.newScheduledThreadPool(UPLOADS + 1);
      var owned =
          ids.stream()
              .map(id -> new TopicPartition(id.topic(), id.partition()))
              .map(partition -> new OwnedPartition(archivers, partition, COPY, threads))
              .toList();

      // When
      owned.forEach(OwnedPartition::start);

      // Then: the others are archived
      awaitArchived(fixture, ids.subList(STUCK, PARTITIONS));
      await().atMost(LIMIT).until(() -> saysThatKafkaReturnsNothing(owned.get(0).state()));
      assertThat(fixture.archive(ids.get(0)).segments()).isEmpty();

      // When
      stuck.set(false);

      // Then
      awaitArchived(fixture, ids);
      await()
          .atMost(LIMIT)
          .until(() -> owned.stream().allMatch(mine -> mine.state().failing() == null));
      owned.forEach(OwnedPartition::close);
      threads.shutdown();
      assertThat(ids.stream().map(fixture::archived).toList()).isEqualTo(before);
    }
  }

  private static boolean saysThatKafkaReturnsNothing(ArchivingState state) {
    return state.phase() == ArchivingState.Phase.BACKING_OFF
        && state.failing() != null
        && state.detail().startsWith("Kafka returned no records of stuck-0 at offset 0 within ");
  }

  private static List<PartitionId> published(
      RunningServers servers, ArchiverFixture fixture, String topic) {
    var first = fixture.create(topic, PARTITIONS, Map.of());
    ArchiverFixture.publish(servers, topic, PARTITIONS, RECORDS);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                fixture.topics().inspect(topic).partitions().stream()
                    .allMatch(facts -> facts.committedEnd() == facts.highWatermark()));
    return IntStream.range(0, PARTITIONS)
        .mapToObj(p -> new PartitionId(topic, first.topicId(), p))
        .toList();
  }

  private static void awaitArchived(ArchiverFixture fixture, List<PartitionId> ids) {
    var facts = fixture.topics().inspect(ids.get(0).topic()).partitions();
    var left = new ArrayDeque<>(ids);
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              while (!left.isEmpty() && isArchived(fixture, facts, left.getFirst())) {
                left.removeFirst();
              }
              return left.isEmpty();
            });
  }

  private static boolean isArchived(
      ArchiverFixture fixture, List<PartitionFacts> facts, PartitionId id) {
    return fixture.archive(id).covered().to() == facts.get(id.partition()).committedEnd();
  }

  /** A consumer whose polls return nothing for some partitions. */
  @SuppressWarnings("unchecked")
  private static Consumer<byte[], byte[]> partlyStuck(RunningServers servers, AtomicBoolean stuck) {
    var consumer = KafkaReaderPool.role(servers.client()).open();
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("poll")
                  && stuck.get()
                  && consumer.assignment().stream().anyMatch(p -> p.partition() < STUCK)) {
                LockSupport.parkNanos(((Duration) arguments[0]).toNanos());
                return ConsumerRecords.empty();
              }
              try {
                return method.invoke(consumer, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static ArchiveEngine engine(RunningServers servers, ArchiverFixture fixture) {
    var properties = Map.of("metric.reporters", ReaderCount.class.getName());
    return new ArchiveEngine(
        new ArchiverConfig(
            "many",
            new KafkaConfig(servers.bootstrapServers(), properties),
            new HttpConfig("127.0.0.1", 0),
            null,
            fixture.config(),
            new ArchiverConfig.Spool(servers.newDirectory("spool"), ByteSize.ofMiB(64)),
            Map.of("many", COPY),
            "many",
            null,
            null,
            UPLOADS),
        new ArchiveMeters(new SimpleMeterRegistry()),
        ArchiveStepObserver.NONE,
        Clock.systemUTC(),
        fault -> {});
  }

  /** Counts the open consumers that read records: they belong to no group and read committed. */
  public static final class ReaderCount implements MetricsReporter {
    static final AtomicInteger OPEN = new AtomicInteger();
    static final AtomicInteger MOST = new AtomicInteger();
    private boolean isReader;

    @Override
    public void configure(Map<String, ?> configs) {
      isReader =
          "none".equals(configs.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG))
              && configs.get(ConsumerConfig.GROUP_ID_CONFIG) == null;
      if (isReader) {
        MOST.accumulateAndGet(OPEN.incrementAndGet(), Math::max);
      }
    }

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {
      if (isReader) {
        OPEN.decrementAndGet();
      }
    }
  }
}
