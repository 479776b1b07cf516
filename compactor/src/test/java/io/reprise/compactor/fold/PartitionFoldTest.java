package io.reprise.compactor.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprise.compactor.state.KeyStates;
import io.reprise.compactor.state.PartitionMark;
import io.reprise.compactor.topic.Compaction;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.PreparedTopics;
import io.reprise.store.LogReader;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Reducers;
import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.Watermark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folds one partition in memory, with simulated transactions and crashes. */
class PartitionFoldTest {
  private static final String TOPIC = "users";
  private static final Uuid SOURCE = new Uuid(1, 1);
  private static final Uuid SNAPSHOTS = new Uuid(2, 2);

  private final Transactions committed = new Transactions();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void snapshotsPlusTailAreTheFullFoldWhereverItDies(long seed) {
    // Given
    var random = new Random(seed);
    var log = log(random, 1_500);
    var emitEvery = new EmitEvery(1 + random.nextInt(200), Duration.ofMillis(300));
    long now = 0;

    // When
    while (committed.position < log.size()) {
      var run = new Run(emitEvery, committed, now);
      int events = random.nextInt(400);
      for (int i = 0; i < events && run.position < log.size(); i++) {
        run.process(log.get(run.position));
        if (random.nextInt(20) == 0) {
          now += random.nextInt(200);
          run.fold.tick(now, 1 + random.nextInt(10));
        }
        if (random.nextInt(30) == 0) {
          run.commit();
          assertConsistent(log, random);
        }
      }
      // The process crashes: uncommitted changes are lost.
    }
    var last = new Run(emitEvery, committed, now);
    last.fold.tick(now + 1_000, 10_000);
    last.commit();

    // Then
    assertConsistent(log, random);
    assertThat(committed.watermark()).isNotNull();
    assertThat(committed.watermark().processedTo()).isEqualTo(log.size());
  }

  /** Compares at an end that the snapshots allow, as a rehydrator reads them. */
  private void assertConsistent(List<FoldEvent> log, Random random) {
    var watermark = committed.watermark();
    if (watermark == null) {
      return;
    }
    long least = watermark.emittedTo();
    var states = new HashMap<String, KeyState>();
    for (var line : committed.output) {
      if (line instanceof Snapshot snapshot) {
        states.put(text(snapshot.key()), new KeyState(snapshot.state(), snapshot.provenance()));
        least = Math.max(least, snapshot.provenance().lastOffset() + 1);
      }
    }
    long end = least + random.nextInt((int) (log.size() - least) + 1);
    var fold = new KeyFold(reducer().create(id -> null));
    foldInto(states, fold, log.subList((int) watermark.processedTo(), (int) end));
    var full = new HashMap<String, KeyState>();
    foldInto(full, fold, log.subList(0, (int) end));
    assertThat(words(states)).isEqualTo(words(full));
  }

  private static void foldInto(Map<String, KeyState> states, KeyFold fold, List<FoldEvent> tail) {
    for (var event : tail) {
      if (event.key() != null) {
        states.compute(text(event.key()), (key, before) -> fold.fold(before, event).after());
      }
    }
  }

  private static Map<String, String> words(Map<String, KeyState> states) {
    var words = new HashMap<String, String>();
    states.forEach(
        (key, kept) -> {
          if (kept.state() != null) {
            words.put(key, Arrays.toString(kept.state()) + kept.provenance());
          }
        });
    return words;
  }

  @Test
  void anIdlePartitionGetsItsWatermarkOnce() {
    // Given
    var run = new Run(new EmitEvery(100, Duration.ofSeconds(1)), committed, 0);

    // When
    run.fold.tick(999, 10);
    assertThat(run.output).isEmpty();
    run.fold.tick(1_000, 10);
    run.fold.tick(5_000, 10);
    run.commit();
    new Run(new EmitEvery(100, Duration.ofSeconds(1)), committed, 9_000).fold.tick(99_000, 10);

    // Then
    assertThat(committed.output).containsExactly(new Watermark(0, 0));
  }

  @Test
  void aTombstoneDeletesTheSnapshotAndLeavesTheStore() {
    // Given
    var run = new Run(new EmitEvery(100, Duration.ofMillis(1)), committed, 0);
    run.process(event(0, "u1", "ce_type", "x"));
    run.fold.tick(10, 10);

    // When
    run.process(event(1, "u1", null, null));
    run.fold.tick(20, 10);

    // Then
    var deletion = (Snapshot) run.output.get(2);
    assertThat(deletion.state()).isNull();
    assertThat(deletion.provenance().lastOffset()).isEqualTo(1);
    assertThat(run.states.map).containsOnlyKeys(PartitionFold.MARK);
  }

  @Test
  void anEventThatComesAgainDoesNotBringADeletedKeyBack() {
    // Given
    var run = new Run(new EmitEvery(100, Duration.ofMillis(1)), committed, 0);
    run.process(event(0, "u1", "ce_type", "x"));
    run.process(event(1, "u1", null, null));
    run.fold.tick(10, 10);

    // When: the offsets of the group are lost, and it starts at the beginning of the log
    run.process(event(0, "u1", "ce_type", "x"));
    run.fold.tick(20, 10);

    // Then
    assertThat(run.states.map).containsOnlyKeys(PartitionFold.MARK);
    assertThat(run.output).hasSize(2).last().isEqualTo(new Watermark(2, 2));
  }

  @Test
  void whatCannotBeFoldedIsParkedAndGoesOn() {
    // Given
    var run = new Run(new EmitEvery(100, Duration.ofMillis(1)), committed, 0);

    // When
    run.process(event(0, null, "ce_type", "x"));
    run.process(event(1, "u1", null, "no type"));
    run.process(
        new FoldEvent(
            TOPIC, 0, 2, 2, SnapshotCodec.watermarkKey(), new byte[] {1}, new RecordHeaders()));
    run.process(event(3, "u1", "ce_type", "x"));
    run.process(event(4, "u1", null, "no type"));
    run.fold.tick(10, 10);

    // Then
    assertThat(run.output)
        .startsWith(
            "parked 0: it has no key",
            "parked 1: it has no header ce_type",
            "parked 2: its key is reserved for watermarks",
            "parked 4: it has no header ce_type");
    var snapshot = (Snapshot) run.output.get(4);
    assertThat(snapshot.provenance().events()).isEqualTo(1);
    assertThat(snapshot.provenance().parked()).as("since there is a state").isEqualTo(1);
    assertThat(PartitionMark.decode(run.states.map.get(PartitionFold.MARK)).parked()).isEqualTo(4);
  }

  @Test
  void anotherTopicOfTheSameNameIsRefused() {
    // Given
    committed.states.put(
        PartitionFold.MARK, new PartitionMark(5, null, 0, 0, new Uuid(9, 9), SNAPSHOTS).encode());

    // Then
    assertThatThrownBy(() -> new Run(new EmitEvery(1, null), committed, 0))
        .isInstanceOf(CompactionStoppedException.class)
        .hasMessageStartingWith("topic users was deleted and created again");
  }

  private static List<FoldEvent> log(Random random, int size) {
    var log = new ArrayList<FoldEvent>();
    for (int offset = 0; offset < size; offset++) {
      var key = random.nextInt(200) == 0 ? null : "u" + random.nextInt(60);
      var type = random.nextInt(50) == 0 ? null : "type-" + random.nextInt(3);
      var value = random.nextInt(25) == 0 ? null : "v" + offset;
      log.add(event(offset, key, type == null ? null : "ce_type", value, type));
    }
    return log;
  }

  private static FoldEvent event(
      long offset, @Nullable String key, @Nullable String header, @Nullable String value) {
    return event(offset, key, header, value, value);
  }

  private static FoldEvent event(
      long offset,
      @Nullable String key,
      @Nullable String header,
      @Nullable String value,
      @Nullable String type) {
    var headers = new RecordHeaders();
    if (header != null) {
      headers.add(header, bytes(type));
    }
    return new FoldEvent(TOPIC, 0, offset, offset, bytes(key), bytes(value), headers);
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static io.reprise.store.fold.ReducerProvider reducer() {
    return Reducers.onClassPath().find("count-by-type", 1);
  }

  /** The committed states, output and position, which change in one step. */
  private static final class Transactions {
    private final Map<Bytes, byte[]> states = new HashMap<>();
    private final List<Object> output = new ArrayList<>();
    private int position;

    @Nullable Watermark watermark() {
      Watermark newest = null;
      for (var line : output) {
        newest = line instanceof Watermark watermark ? watermark : newest;
      }
      return newest;
    }
  }

  /** A process that folds until the test drops it. */
  private static final class Run {
    private final Transactions committed;
    private final InMemory states;
    private final List<Object> output = new ArrayList<>();
    private final PartitionFold fold;
    private int position;

    Run(EmitEvery emitEvery, Transactions committed, long now) {
      this.committed = committed;
      this.states = new InMemory(new HashMap<>(committed.states));
      this.position = committed.position;
      var compaction =
          new Compaction(new SnapshotTopic(TOPIC, reducer().id()), reducer(), emitEvery);
      var context =
          new FoldContext(
              new PreparedTopics(compaction, 1, (short) 1, 1 << 21, SOURCE, SNAPSHOTS),
              id -> null,
              new Whole(),
              new FoldMeters(new SimpleMeterRegistry(), compaction.topics()));
      this.fold = new PartitionFold(context, 0, states, new Lines(output), now);
    }

    void process(FoldEvent event) {
      fold.process(
          new Record<>(event.key(), event.value(), event.timestamp(), event.headers()),
          event.offset());
      position++;
    }

    void commit() {
      committed.states.clear();
      committed.states.putAll(states.map);
      committed.output.addAll(output);
      committed.position = position;
      output.clear();
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
      map.forEach(sink);
    }
  }

  private record Lines(List<Object> lines) implements FoldOutput {
    @Override
    public void snapshot(Snapshot snapshot) {
      lines.add(snapshot);
    }

    @Override
    public void watermark(Watermark watermark) {
      lines.add(watermark);
    }

    @Override
    public void parked(Record<byte[], byte[]> event, long offset, String cause) {
      lines.add("parked " + offset + ": " + cause);
    }
  }

  /** A log that nothing is read from. */
  private static final class Whole implements SourceLog {
    @Override
    public long start(TopicPartition partition) {
      throw new AssertionError("a fold does not read the log");
    }

    @Override
    public String topicId(String topic) {
      throw new AssertionError("a fold does not read the log");
    }

    @Override
    public LogReader read(TopicPartition partition, long from) {
      throw new AssertionError("a fold does not read the log");
    }

    @Override
    public boolean hasArchive() {
      return false;
    }
  }
}
