package io.reprise.launcher.bench;

import io.reprise.launcher.bench.replay.ReplayBench;
import io.reprise.launcher.bench.scale.ScaleBench;
import java.util.Locale;
import java.util.function.Supplier;

/** The benches there are. */
enum BenchName {
  REPLAY(ReplayBench::new),
  SCALE(ScaleBench::new);

  private final Supplier<Bench> maker;

  BenchName(Supplier<Bench> maker) {
    this.maker = maker;
  }

  Bench bench() {
    return maker.get();
  }

  /** As it is typed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
