package io.reprise.trials.bench;

import io.reprise.trials.bench.archive.ArchiveBench;
import io.reprise.trials.bench.compactor.CompactorBench;
import io.reprise.trials.bench.control.ControlBench;
import io.reprise.trials.bench.ingest.IngestBench;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.metadata.MetadataBench;
import io.reprise.trials.bench.overhead.OverheadBench;
import io.reprise.trials.bench.rehydrate.RehydrateBench;
import io.reprise.trials.bench.replay.ReplayBench;
import io.reprise.trials.bench.scale.ScaleBench;
import io.reprise.trials.bench.target.TargetsBench;
import io.reprise.trials.bench.user.UserBench;
import java.util.Locale;
import java.util.function.Supplier;

/** Every bench that {@code reprise bench} can run. */
enum BenchName {
  INGEST(IngestBench::new),
  REPLAY(ReplayBench::new),
  USER(UserBench::new),
  SCALE(ScaleBench::new),
  CONTROL(ControlBench::new),
  ARCHIVE(ArchiveBench::new),
  REHYDRATE(RehydrateBench::new),
  COMPACTOR(CompactorBench::new),
  METADATA(MetadataBench::new),
  OVERHEAD(OverheadBench::new),
  TARGETS(TargetsBench::new);

  private final Supplier<Bench> maker;

  BenchName(Supplier<Bench> maker) {
    this.maker = maker;
  }

  Bench bench() {
    return maker.get();
  }

  /** Returns the name by which the command line selects this bench. */
  String commandLineName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
