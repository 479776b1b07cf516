package io.reprise.trials.bench.rehydrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reprise.local.audit.FullFold;
import io.reprise.store.EventLog;
import io.reprise.store.OffsetRange;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.LatestReducer;
import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.SnapshotSource;
import io.reprise.store.snapshot.Watermark;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The snapshots that a compactor would have written after it had folded each partition up to a
 * given end. No compactor runs: the snapshots are computed in this process.
 *
 * @param ends the exclusive end of each partition's folded range; element n is for partition n
 */
record FoldedStates(EventLog log, String topic, List<Long> ends) implements SnapshotSource {

  @Override
  public int partitions() {
    return ends.size();
  }

  @Override
  public Watermark watermark(int partition) {
    return new Watermark(ends.get(partition), ends.get(partition));
  }

  @Override
  public void read(int partition, Consumer<Snapshot> sink) {
    var fold = new FullFold(new LatestReducer().create(FoldedStates::noSchema));
    fold.add(log, topic, partition, new OffsetRange(0, ends.get(partition)));
    Map<String, KeyState> sorted =
        new TreeMap<>(fold.states()); // The keys are ASCII, so string order is byte order.
    sorted.forEach(
        (key, state) ->
            sink.accept(new Snapshot(key.getBytes(UTF_8), state.state(), state.provenance())));
  }

  private static org.apache.avro.Schema noSchema(int id) {
    throw new IllegalStateException("reducer latest uses no schema");
  }

  @Override
  public String name() {
    return "folded here";
  }

  @Override
  public void close() {}
}
