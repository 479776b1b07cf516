package io.reprise.compactor.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprise.compactor.state.KeyStates;
import io.reprise.compactor.state.PartitionMark;
import io.reprise.compactor.state.StoredState;
import io.reprise.compactor.topic.Compaction;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.PreparedTopics;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.Reducers;
import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.Watermark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds one partition from a simulated log whose first offsets Kafka Streams does not deliver. */
class FoldFeedTest {
  private static final String TOPIC = "users";
  private static final Uuid SOURCE = new Uuid(1, 1);
  private static final Uuid SNAPSHOTS = new Uuid(2, 2);

  private final SimulatedLog log = new SimulatedLog();
  private final Map<Bytes, byte[]> states = new HashMap<>();
  private final FoldContext context = context();
  private @Nullable FoldFeed feed;

  @AfterEach
  void close() {
    if (feed != null) {
      feed.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void foldsEveryEventOnceInOrderWhereverKafkaStreamsBegins(long seed) {
    // Given
    var random = new Random(seed);
    log.fill(random, 400);
    log.failures = random.nextInt(2);
    log.start = random.nextInt(300);
    long delivered = log.start + random.nextInt(100);

    // When
    feed = open();
    for (var event : log.from(delivered)) {
      deliver(event);
      if (random.nextInt(8) == 0) {
        feed.tick(0, 10);
      }
      if (random.nextInt(60) == 0) {
        feed.close();
        feed = open();
      }
    }
    awaitProcessed(log.lastOffset() + 1);

    // Then
    assertThat(folded()).isEqualTo(foldOfTheWholeLog());
    assertThat(context.partitionFaults()).isEmpty();
  }

  @Test
  void anEventThatNoTierHasStopsThePartitionAndIsNotSkipped() {
    // Given
    log.fill(new Random(9), 50);
    log.start = 30;
    log.archived = 20;

    // When
    feed = open();
    log.from(30).forEach(this::deliver);

    // Then
    await()
        .untilAsserted(
            () -> {
              feed.tick(0, 10);
              assertThat(context.partitionFaults().get(0))
                  .startsWith(
                      "topic users partition 0 begins at offset 20, but reducer count-by-type.v1"
                          + " has folded it to offset 0 only");
            });
    assertThat(states).isEmpty();
  }

  @Test
  void aPositionThatKafkaTrimmedIsReadFromTheArchive() {
    // Given
    log.fill(new Random(10), 100);
    feed = open();
    log.before(40).forEach(this::deliver);

    // When
    log.start = 70;
    context.moved().put(0, new MovedPosition(40, new OffsetRange(70, 100)));
    log.from(70).forEach(this::deliver);
    awaitProcessed(log.lastOffset() + 1);

    // Then
    assertThat(folded()).isEqualTo(foldOfTheWholeLog());
  }

  @Test
  void aTrimOfAPartitionWithoutNewEventsIsNoticedToo() {
    // Given
    log.fill(new Random(11), 100);
    feed = open();
    log.before(40).forEach(this::deliver);

    // When
    log.start = 100;
    context.moved().put(0, new MovedPosition(40, new OffsetRange(100, 100)));
    awaitProcessed(log.lastOffset() + 1);

    // Then
    assertThat(folded()).isEqualTo(foldOfTheWholeLog());
  }

  @Test
  void aLogThatLostFoldedEventsStopsThePartition() {
    // Given
    log.fill(new Random(12), 100);
    feed = open();
    log.before(90).forEach(this::deliver);
    var before = new HashMap<>(states);

    // When
    context.moved().put(0, new MovedPosition(90, new OffsetRange(0, 10)));
    log.before(95).forEach(this::deliver);

    // Then
    assertThat(context.partitionFaults().get(0)).contains("has the offsets [0, 10)", "offset 90");
    assertThat(states).isEqualTo(before);
  }

  @Test
  void anotherTopicOfTheSameNameStopsThePartition() {
    // Given
    log.fill(new Random(13), 100);
    feed = open();
    log.before(90).forEach(this::deliver);

    // When
    log.id = new Uuid(9, 9).toString();
    context.moved().put(0, new MovedPosition(90, new OffsetRange(0, 10)));
    feed.tick(0, 10);

    // Then
    assertThat(context.partitionFaults().get(0))
        .startsWith("topic users was deleted and created again");
  }

  private FoldFeed open() {
    return new FoldFeed(context, 0, new InMemory(states), new NoOutput(), 0);
  }

  private void deliver(ConsumerRecord<byte[], byte[]> event) {
    feed.process(
        new Record<>(event.key(), event.value(), Math.max(0, event.timestamp()), event.headers()),
        event.offset());
  }

  private void awaitProcessed(long offset) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              feed.tick(0, 10);
              var mark = states.get(PartitionFold.MARK);
              return mark != null && PartitionMark.decode(mark).processedTo() == offset;
            });
  }

  /** The provenance of each key's state; its digest shows the order of the events. */
  private Map<String, String> folded() {
    var folded = new TreeMap<String, String>();
    states.forEach(
        (key, stored) -> {
          if (!key.equals(PartitionFold.MARK)) {
            folded.put(text(key.get()), StoredState.decode(stored).provenance().toString());
          }
        });
    return folded;
  }

  private Map<String, String> foldOfTheWholeLog() {
    var fold = new KeyFold(reducer().create(id -> null));
    var all = new HashMap<String, KeyState>();
    for (var e : log.from(0)) {
      var event =
          new FoldEvent(
              TOPIC, 0, e.offset(), Math.max(0, e.timestamp()), e.key(), e.value(), e.headers());
      all.compute(text(e.key()), (key, before) -> fold.fold(before, event).after());
    }
    var folded = new TreeMap<String, String>();
    all.forEach((key, state) -> folded.put(key, state.provenance().toString()));
    return folded;
  }

  private static ReducerProvider reducer() {
    return Reducers.onClassPath().find("count-by-type", 1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private FoldContext context() {
    var compaction =
        new Compaction(
            new SnapshotTopic(TOPIC, reducer().id()), reducer(), new EmitEvery(1_000, null));
    return new FoldContext(
        new PreparedTopics(compaction, 1, (short) 1, 1 << 21, SOURCE, SNAPSHOTS),
        id -> null,
        log,
        new FoldMeters(new SimpleMeterRegistry(), compaction.topics()));
  }

  /** A log with holes. Its first offsets may be in no tier, or in the archive only. */
  private static final class SimulatedLog implements SourceLog {
    private final List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
    private volatile long archived;
    private volatile long start;
    private volatile int failures;
    private volatile String id = SOURCE.toString();

    void fill(Random random, int offsets) {
      for (int offset = 0; offset < offsets; offset++) {
        if (random.nextInt(10) > 0 || offset == offsets - 1) {
          events.add(event(offset, "u" + random.nextInt(9), "v" + offset));
        }
      }
    }

    private static ConsumerRecord<byte[], byte[]> event(long offset, String key, String value) {
      var headers = new RecordHeaders();
      headers.add("ce_type", "type".getBytes(StandardCharsets.UTF_8));
      return new ConsumerRecord<>(
          TOPIC,
          0,
          offset,
          -1,
          TimestampType.CREATE_TIME,
          0,
          0,
          key.getBytes(StandardCharsets.UTF_8),
          value.getBytes(StandardCharsets.UTF_8),
          headers,
          Optional.empty());
    }

    List<ConsumerRecord<byte[], byte[]>> from(long offset) {
      return events.stream().filter(e -> e.offset() >= offset).toList();
    }

    List<ConsumerRecord<byte[], byte[]>> before(long offset) {
      return events.stream().filter(e -> e.offset() < offset).toList();
    }

    long lastOffset() {
      return events.get(events.size() - 1).offset();
    }

    @Override
    public long start(TopicPartition partition) {
      return start;
    }

    @Override
    public String topicId(String topic) {
      return id;
    }

    @Override
    public boolean hasArchive() {
      return true;
    }

    @Override
    public LogReader read(TopicPartition partition, long from) {
      return new Reader(from);
    }

    private final class Reader implements LogReader {
      private static final int MOST = 17;
      private long position;

      Reader(long from) {
        this.position = from;
      }

      @Override
      public LogBatch read(Duration wait) {
        if (failures > 0) {
          failures--;
          throw new TimeoutException("the store does not answer");
        }
        if (position < archived) {
          throw new OffsetNotInLogException(
              TOPIC, 0, position, new OffsetRange(archived, lastOffset() + 1));
        }
        long to = Math.min(position + MOST, lastOffset() + 1);
        var covered = new OffsetRange(position, to);
        position = to;
        if (covered.isEmpty()) {
          LockSupport.parkNanos(1_000_000);
        }
        return new LogBatch(
            covered, events.stream().filter(e -> covered.contains(e.offset())).toList());
      }

      @Override
      public long position() {
        return position;
      }

      @Override
      public void skipTo(long offset) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {}
    }
  }

  private record InMemory(Map<Bytes, byte[]> map) implements KeyStates {
    @Override
    public byte @Nullable [] get(Bytes key) {
      return map.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
      map.put(key, value);
    }

    @Override
    public void delete(Bytes key) {
      map.remove(key);
    }

    @Override
    public void forEach(BiConsumer<Bytes, byte[]> sink) {
      Map.copyOf(map).forEach(sink);
    }
  }

  private record NoOutput() implements FoldOutput {
    @Override
    public void snapshot(Snapshot snapshot) {}

    @Override
    public void watermark(Watermark watermark) {}

    @Override
    public void parked(Record<byte[], byte[]> event, long offset, String cause) {
      throw new AssertionError("parked " + offset + ": " + cause);
    }
  }
}
