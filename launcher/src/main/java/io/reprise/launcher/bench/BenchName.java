package io.reprise.launcher.bench;

import io.reprise.launcher.bench.archive.ArchiveBench;
import io.reprise.launcher.bench.compactor.CompactorBench;
import io.reprise.launcher.bench.control.ControlBench;
import io.reprise.launcher.bench.ingest.IngestBench;
import io.reprise.launcher.bench.rehydrate.RehydrateBench;
import io.reprise.launcher.bench.replay.ReplayBench;
import io.reprise.launcher.bench.scale.ScaleBench;
import io.reprise.launcher.bench.user.UserBench;
import java.util.Locale;
import java.util.function.Supplier;

/** The benches there are. */
enum BenchName {
  INGEST(IngestBench::new),
  REPLAY(ReplayBench::new),
  USER(UserBench::new),
  SCALE(ScaleBench::new),
  CONTROL(ControlBench::new),
  ARCHIVE(ArchiveBench::new),
  REHYDRATE(RehydrateBench::new),
  COMPACTOR(CompactorBench::new);

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
