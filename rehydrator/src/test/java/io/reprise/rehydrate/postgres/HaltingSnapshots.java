package io.reprise.rehydrate.postgres;

import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.SnapshotSource;
import io.reprise.store.snapshot.Watermark;
import java.util.function.Consumer;

/** Calls {@code halt} before each row. */
record HaltingSnapshots(SnapshotSource source, HaltingRehydrator.Halt halt)
    implements SnapshotSource {
  @Override
  public int partitions() {
    return source.partitions();
  }

  @Override
  public Watermark watermark(int partition) {
    return source.watermark(partition);
  }

  @Override
  public void read(int partition, Consumer<Snapshot> sink) {
    source.read(
        partition,
        snapshot -> {
          halt.row();
          sink.accept(snapshot);
        });
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public void close() {
    source.close();
  }
}
