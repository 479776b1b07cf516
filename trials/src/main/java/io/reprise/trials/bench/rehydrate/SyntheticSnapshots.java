package io.reprise.trials.bench.rehydrate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.reprise.store.fold.EventDigest;
import io.reprise.store.fold.Provenance;
import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.SnapshotSource;
import io.reprise.store.snapshot.Watermark;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Generates snapshots, which are the same in every run. Their states can be compressed to about
 * half of their size. Thread-safe.
 *
 * @param keys the number of keys in each partition
 */
record SyntheticSnapshots(int partitions, int keys, int stateBytes) implements SnapshotSource {
  private static final int RANDOM_SHARE = 2;

  @Override
  public Watermark watermark(int partition) {
    return new Watermark(0, 0);
  }

  @Override
  public void read(int partition, Consumer<Snapshot> sink) {
    var random = new SplittableRandom(partition);
    for (int i = 0; i < keys; i++) {
      sink.accept(snapshot(partition, i, random));
    }
  }

  private Snapshot snapshot(int partition, int number, SplittableRandom random) {
    var key = String.format("user-%02d-%08d", partition, number).getBytes(US_ASCII);
    var state = new byte[stateBytes];
    for (int i = 0; i < stateBytes / RANDOM_SHARE; i++) {
      state[i] = (byte) ('@' + (random.nextInt() & 31));
    }
    var provenance =
        new Provenance(
            partition,
            number,
            1_700_000_000_000L + number,
            1,
            0,
            new EventDigest(random.nextLong(), random.nextLong()));
    return new Snapshot(key, state, provenance);
  }

  @Override
  public String name() {
    return "made-up snapshots";
  }

  @Override
  public void close() {}
}
