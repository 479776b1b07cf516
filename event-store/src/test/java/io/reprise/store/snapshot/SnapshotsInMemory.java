package io.reprise.store.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reprise.store.fold.EventDigest;
import io.reprise.store.fold.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** SnapshotsInMemory of a source of two partitions, in memory, for tests. */
public final class SnapshotsInMemory implements SnapshotSource {
  private final List<SortedMap<String, Snapshot>> partitions = new ArrayList<>();

  public SnapshotsInMemory(int partitions) {
    for (int p = 0; p < partitions; p++) {
      this.partitions.add(new TreeMap<>());
    }
  }

  /** A snapshot whose last offset is {@code offset}. */
  public static Snapshot of(int partition, String key, @Nullable String state, long offset) {
    var provenance =
        new Provenance(partition, offset, 1_000 + offset, 1, 0, new EventDigest(offset, 7));
    return new Snapshot(
        key.getBytes(UTF_8), state == null ? null : state.getBytes(UTF_8), provenance);
  }

  public void put(int partition, String key, String state, long offset) {
    partitions.get(partition).put(key, of(partition, key, state, offset));
  }

  /** A snapshot as text, for comparisons. */
  public static String text(Snapshot snapshot) {
    var state = snapshot.state();
    return new String(snapshot.key(), UTF_8)
        + "="
        + (state == null ? "deleted" : new String(state, UTF_8))
        + "@"
        + snapshot.provenance();
  }

  /** All snapshots of one partition as text, in the source's order. */
  public static List<String> read(SnapshotSource source, int partition) {
    var all = new ArrayList<String>();
    source.read(partition, snapshot -> all.add(text(snapshot)));
    return all;
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public Watermark watermark(int partition) {
    return new Watermark(100 + partition, 200 + partition);
  }

  @Override
  public void read(int partition, Consumer<Snapshot> sink) {
    partitions.get(partition).values().forEach(sink);
  }

  @Override
  public String name() {
    return "snapshots in memory";
  }

  @Override
  public void close() {}
}
