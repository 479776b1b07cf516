package io.reprise.trials.chaos.compactor;

import io.reprise.local.audit.FullFold;
import io.reprise.store.EventLog;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Reducer;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.Watermark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Compares two folds of one partition's keys. One is the fold of the full log up to some end. The
 * other begins with the snapshots up to some offset of the snapshot topic, and folds the tail up to
 * the same end. Each check continues where the previous one ended, so that each event is read only
 * twice in total. Confined to one thread.
 */
final class SnapshotConsistencyCheck {
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final int MOST_EXAMPLES = 5;

  private final EventLog log;
  private final SnapshotTopic snapshots;
  private final int partition;
  private final Supplier<Reducer> reducer;

  /** The fold of all events of the partition below the offset {@link #truthAt}. */
  private final FullFold truth;

  private long truthAt;

  /**
   * The newest snapshot of each key, including the snapshots of deleted keys. Only snapshots below
   * the offset {@link #snapshotsAt} of the snapshot topic are included.
   */
  private final Map<String, Snapped> known = new HashMap<>();

  private long snapshotsAt;
  private @Nullable Watermark watermark;
  private long compared;
  private final List<String> differences = new ArrayList<>();

  private record Snapped(byte[] key, KeyState state) {}

  SnapshotConsistencyCheck(
      EventLog log, SnapshotTopic snapshots, int partition, Supplier<Reducer> reducer) {
    this.log = log;
    this.snapshots = snapshots;
    this.partition = partition;
    this.reducer = reducer;
    this.truth = new FullFold(reducer.get());
  }

  /**
   * The result of a check.
   *
   * @param cuts the number of comparisons
   * @param compared the number of compared keys, over all comparisons
   * @param differences some of the keys that differ, one sentence each
   */
  record Found(int cuts, long compared, List<String> differences) {}

  /**
   * Compares {@code cuts} times, each time at a random offset of the snapshot topic and a random
   * end of the log.
   */
  Found check(TopicInspector topics, Random random, int cuts) {
    compared = 0;
    differences.clear();
    var written = read(snapshots.name(), snapshotsAt, facts(topics, snapshots.name()));
    var events = read(snapshots.source(), truthAt, facts(topics, snapshots.source()));
    int[] places = places(written, random, cuts);
    for (int place : places) {
      checkAt(written, events, place, random);
    }
    goOn(written, events);
    return new Found(places.length, compared, List.copyOf(differences));
  }

  private PartitionFacts facts(TopicInspector topics, String topic) {
    return topics.inspect(topic).partitions().get(partition);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic, long from, PartitionFacts facts) {
    var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    var range = new OffsetRange(from, Math.max(from, facts.committedEnd()));
    try (var reader = log.read(topic, partition, range)) {
      while (reader.position() < range.to()) {
        all.addAll(reader.read(WAIT).records());
      }
    }
    return all;
  }

  /**
   * Returns the places at which to compare, in increasing order. A place is the number of snapshot
   * records that are applied before the comparison. Every place is high enough that a watermark is
   * among the applied records. A place may occur several times, because each comparison has another
   * random end of the log.
   */
  private int[] places(List<ConsumerRecord<byte[], byte[]>> written, Random random, int cuts) {
    int first = watermark != null ? 0 : firstWatermark(written) + 1;
    int most = first <= written.size() ? cuts : 0;
    return random.ints(most, first, Math.max(first, written.size()) + 1).sorted().toArray();
  }

  private static int firstWatermark(List<ConsumerRecord<byte[], byte[]>> written) {
    for (int i = 0; i < written.size(); i++) {
      if (SnapshotCodec.isWatermark(written.get(i).key())) {
        return i;
      }
    }
    return written.size();
  }

  private void checkAt(
      List<ConsumerRecord<byte[], byte[]>> written,
      List<ConsumerRecord<byte[], byte[]>> events,
      int place,
      Random random) {
    var snapped = new HashMap<>(known);
    var mark = Objects.requireNonNull(take(written.subList(0, place), snapped, watermark));
    long last = events.isEmpty() ? truthAt : events.get(events.size() - 1).offset() + 1;
    long least = Math.max(Math.max(mark.emittedTo(), truthAt), reached(snapped));
    if (last < least) {
      differences.add(
          "snapshots of %s-%d contain events up to %d, but the log that was read later ends at %d"
              .formatted(snapshots, partition, least, last));
      return;
    }
    long end = least + random.nextLong(last - least + 1);
    var expected = truth.copy();
    var actual = new FullFold(reducer.get());
    snapped.values().forEach(s -> actual.put(s.key(), s.state()));
    for (var event : events) {
      if (event.offset() < end) {
        expected.add(event);
        if (event.offset() >= mark.processedTo()) {
          actual.add(event);
        }
      }
    }
    compare(expected.states(), actual.states(), mark, end);
  }

  /**
   * Returns the offset after the last event that any of one partition's snapshots includes. It can
   * be above the newest watermark, because a flush in progress may have written newer snapshots.
   */
  private static long reached(Map<String, Snapped> snapped) {
    return snapped.values().stream()
        .mapToLong(s -> s.state().provenance().lastOffset() + 1)
        .max()
        .orElse(0);
  }

  /**
   * Applies the snapshot records to {@code into}, in order. Returns the newest watermark among the
   * records, or {@code before} if they contain none.
   */
  private static @Nullable Watermark take(
      List<ConsumerRecord<byte[], byte[]>> written,
      Map<String, Snapped> into,
      @Nullable Watermark before) {
    var newest = before;
    for (var item : written) {
      if (SnapshotCodec.isWatermark(item.key())) {
        newest = SnapshotCodec.watermark(item.value());
      } else {
        var snapshot = SnapshotCodec.snapshot(item.key(), item.value(), item.headers());
        into.put(
            new String(item.key(), java.nio.charset.StandardCharsets.UTF_8),
            new Snapped(item.key(), new KeyState(item.value(), snapshot.provenance())));
      }
    }
    return newest;
  }

  private void compare(
      Map<String, KeyState> expected, Map<String, KeyState> actual, Watermark mark, long end) {
    var keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    for (var key : keys) {
      compared++;
      var wanted = expected.get(key);
      var found = actual.get(key);
      if (!same(wanted, found) && differences.size() < MOST_EXAMPLES) {
        differences.add(
            "%s-%d key %s at end %d with %s: %s, the log says %s"
                .formatted(snapshots, partition, key, end, mark, text(found), text(wanted)));
      }
    }
  }

  private static boolean same(@Nullable KeyState a, @Nullable KeyState b) {
    return a != null
        && b != null
        && Arrays.equals(a.state(), b.state())
        && a.provenance().equals(b.provenance());
  }

  private static String text(@Nullable KeyState state) {
    return state == null ? "nothing" : state.provenance().toString();
  }

  /**
   * Adds all snapshot records that were read to the known snapshots. Then adds the events below the
   * newest watermark to the fold of the full log. The next check continues at that watermark.
   */
  private void goOn(
      List<ConsumerRecord<byte[], byte[]>> written, List<ConsumerRecord<byte[], byte[]>> events) {
    watermark = take(written, known, watermark);
    if (!written.isEmpty()) {
      snapshotsAt = written.get(written.size() - 1).offset() + 1;
    }
    if (watermark != null) {
      long upTo = watermark.processedTo();
      events.stream().filter(e -> e.offset() < upTo).forEach(truth::add);
      truthAt = Math.max(truthAt, upTo);
    }
  }
}
