package io.reprise.rehydrate;

import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.SnapshotSource;
import io.reprise.store.snapshot.Watermark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Snapshots as a compactor leaves them: every key's snapshot contains at least the events below the
 * watermark; some contain more, up to a given offset.
 */
public final class ListSnapshots implements SnapshotSource {
  private final Map<Integer, Watermark> watermarks = new TreeMap<>();
  private final Map<Integer, List<Snapshot>> snapshots = new TreeMap<>();

  private ListSnapshots() {}

  /**
   * @param share the share of each partition, up to {@code ends}, below the watermark, 0 to 1
   */
  public static ListSnapshots of(
      SeededTopic topic,
      ReducerProvider reducer,
      Map<Integer, Long> ends,
      double share,
      long seed) {
    return of(topic::records, reducer, ends, share, seed);
  }

  /** Makes snapshots from any source of a topic's records. */
  public static ListSnapshots of(
      Records topic, ReducerProvider reducer, Map<Integer, Long> ends, double share, long seed) {
    var made = new ListSnapshots();
    var random = new Random(seed);
    ends.forEach((partition, end) -> made.add(topic, reducer, partition, end, share, random));
    return made;
  }

  /** A partition's records below an offset. */
  @FunctionalInterface
  public interface Records {
    List<ConsumerRecord<byte[], byte[]>> below(int partition, long end);
  }

  private void add(
      Records topic,
      ReducerProvider reducer,
      int partition,
      long end,
      double share,
      Random random) {
    long processedTo = (long) (end * share);
    long reach = Math.min(end, processedTo + (long) (end * 0.1));
    var records = topic.below(partition, reach);
    var before = records.stream().filter(r -> r.offset() < processedTo).toList();
    var states = new TreeMap<>(SeededTopic.fold(reducer, before));
    var later = SeededTopic.fold(reducer, records);
    for (var key : union(states, later)) {
      if (random.nextBoolean()) {
        states.remove(key);
        if (later.containsKey(key)) {
          states.put(key, later.get(key));
        }
      }
    }
    watermarks.put(partition, new Watermark(processedTo, reach));
    snapshots.put(partition, list(states));
  }

  private static List<String> union(Map<String, KeyState> one, Map<String, KeyState> other) {
    var keys = new TreeMap<>(one);
    keys.putAll(other);
    return List.copyOf(keys.keySet());
  }

  private static List<Snapshot> list(Map<String, KeyState> states) {
    var list = new ArrayList<Snapshot>();
    states.forEach(
        (key, state) ->
            list.add(
                new Snapshot(
                    key.getBytes(StandardCharsets.UTF_8), state.state(), state.provenance())));
    return list;
  }

  public Map<Integer, Long> reach() {
    var reach = new TreeMap<Integer, Long>();
    watermarks.forEach((p, w) -> reach.put(p, w.emittedTo()));
    return reach;
  }

  @Override
  public int partitions() {
    return watermarks.size();
  }

  @Override
  public Watermark watermark(int partition) {
    return watermarks.get(partition);
  }

  @Override
  public void read(int partition, Consumer<Snapshot> sink) {
    snapshots.get(partition).forEach(sink);
  }

  @Override
  public String name() {
    return "list of snapshots";
  }

  @Override
  public void close() {}
}
