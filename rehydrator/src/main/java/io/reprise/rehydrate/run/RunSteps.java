package io.reprise.rehydrate.run;

import io.reprise.rehydrate.load.PartitionFeed;
import io.reprise.rehydrate.parallel.ParallelSteps;
import io.reprise.rehydrate.parallel.StopSignal;
import io.reprise.rehydrate.parallel.StoppedException;
import io.reprise.rehydrate.read.LogSource;
import io.reprise.rehydrate.report.CompletenessReport;
import io.reprise.rehydrate.report.ModelsDifferException;
import io.reprise.rehydrate.report.RehydrationRefusedException;
import io.reprise.rehydrate.report.RehydrationStep;
import io.reprise.rehydrate.target.BulkRun;
import io.reprise.rehydrate.target.LoadResult;
import io.reprise.rehydrate.target.ModelDiff;
import io.reprise.rehydrate.target.RowSink;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionStage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the steps of a run that the version still lacks, in the order load, index, tail,
 * compare, swap, follow. Confined to one thread.
 */
public final class RunSteps {
  private static final Logger LOG = LoggerFactory.getLogger(RunSteps.class);
  private static final int ROWS_A_REPORT = 1 << 14;

  private final RehydrationRequest request;
  private final RunOptions options;
  private final StopSignal stop;
  private final PartitionFeed feed;
  private final BulkRun run;
  private final ProgressTracker progress;
  private final TailRunner tails;
  private final ParallelSteps parallel;
  private final Map<RehydrationStep, Duration> took = new EnumMap<>(RehydrationStep.class);
  private Optional<ModelDiff> diff = Optional.empty();
  private boolean visible;

  public RunSteps(
      RehydrationRequest request,
      RunOptions options,
      StopSignal stop,
      LogSource log,
      PartitionFeed feed,
      BulkRun run) {
    this.request = request;
    this.options = options;
    this.stop = stop;
    this.feed = feed;
    this.run = run;
    this.progress = new ProgressTracker(run.version(), run.partitions(), options.listener());
    this.parallel = new ParallelSteps(options.threads(), stop);
    this.tails = new TailRunner(log, request.folding(), options, run, progress, parallel);
  }

  public CompletenessReport run() {
    visible = run.stage() == VersionStage.VISIBLE;
    try {
      build();
      if (options.following()) {
        take(RehydrationStep.FOLLOW, tails::follow);
      }
    } catch (StoppedException e) {
      if (!stop.isCancelled()) {
        throw e;
      }
    }
    return report();
  }

  private void build() {
    if (visible) {
      return;
    }
    if (run.stage() == VersionStage.LOADING) {
      checkEnds();
      take(RehydrationStep.LOAD, this::load);
      take(RehydrationStep.INDEX, run::index);
    }
    take(RehydrationStep.TAIL, tails::toTheEnd);
    checkBalance();
    take(RehydrationStep.COMPARE, this::compare);
    take(RehydrationStep.SWAP, run::swap);
    visible = true;
  }

  private void take(RehydrationStep step, Runnable action) {
    stop.check();
    progress.begin(step);
    long start = System.nanoTime();
    try {
      action.run();
    } finally {
      took.put(step, Duration.ofNanos(System.nanoTime() - start));
    }
    LOG.info(
        "rehydration has completed a step step={} target={} version={} millis={}",
        step,
        request.target().name(),
        run.version(),
        took.getOrDefault(step, Duration.ZERO).toMillis());
  }

  /**
   * Checks, before anything is loaded, that the snapshots of each partition contain no event at or
   * above the end that was requested. Such an event could not be removed from a state.
   */
  private void checkEnds() {
    for (var p : progress.partitions()) {
      var watermark = p.watermark() == null ? feed.watermark(p.partition()) : p.watermark();
      if (p.end() < watermark.emittedTo()) {
        throw new RehydrationRefusedException(
            "snapshots %s of partition %d hold events up to offset %d, so the end %d cannot be reached: choose an end from %d on, or load older snapshots"
                .formatted(
                    feed.name(),
                    p.partition(),
                    watermark.emittedTo(),
                    p.end(),
                    watermark.emittedTo()));
      }
    }
  }

  private void load() {
    parallel.each(
        progress.partitions().stream().filter(p -> !p.isLoaded()).toList(),
        p -> progress.stored(run.load(p.partition(), sink -> feed(p, sink))));
  }

  private LoadResult feed(StoredPartition p, RowSink sink) {
    var rows = new long[1];
    return feed.feed(
        p.partition(),
        p.end(),
        (key, state, provenance) -> {
          sink.row(key, state, provenance);
          if (++rows[0] % ROWS_A_REPORT == 0) {
            progress.loading(p.partition(), rows[0]);
          }
        });
  }

  private void checkBalance() {
    for (var p : progress.partitions()) {
      if (!CompletenessReport.balances(p)) {
        throw new IllegalStateException(
            "partition %d of %s does not account for every offset: %s; nothing was swapped, report this as a bug"
                .formatted(p.partition(), request.topic().topic(), p));
      }
    }
  }

  private void compare() {
    diff = options.sample() == 0 ? Optional.empty() : run.compare(options.sample());
    diff.filter(d -> d.share() > options.maxShare())
        .ifPresent(
            d -> {
              throw new ModelsDifferException(run.version(), d, options.maxShare());
            });
  }

  private CompletenessReport report() {
    return new CompletenessReport(
        request.target().name(),
        request.topic().topic(),
        feed.name(),
        run.version(),
        run.origin(),
        progress.partitions(),
        diff,
        visible,
        took);
  }
}
