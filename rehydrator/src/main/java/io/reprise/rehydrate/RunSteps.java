package io.reprise.rehydrate;

import io.reprise.rehydrate.load.PartitionFeed;
import io.reprise.rehydrate.read.LogSource;
import io.reprise.rehydrate.target.BulkRun;
import io.reprise.rehydrate.target.Loaded;
import io.reprise.rehydrate.target.ModelDiff;
import io.reprise.rehydrate.target.PartitionState;
import io.reprise.rehydrate.target.RowSink;
import io.reprise.rehydrate.target.Stage;
import io.reprise.rehydrate.work.Stop;
import io.reprise.rehydrate.work.StoppedException;
import io.reprise.rehydrate.work.Workers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a version from where it stands through the steps that are left. Confined to one thread. */
final class RunSteps {
  private static final Logger log = LoggerFactory.getLogger(RunSteps.class);
  private static final int ROWS_A_REPORT = 1 << 14;

  private final Order order;
  private final Options options;
  private final Stop stop;
  private final PartitionFeed feed;
  private final BulkRun run;
  private final Board board;
  private final Tails tails;
  private final Workers workers;
  private final Map<Step, Duration> took = new EnumMap<>(Step.class);
  private Optional<ModelDiff> diff = Optional.empty();
  private boolean visible;

  RunSteps(
      Order order, Options options, Stop stop, LogSource log, PartitionFeed feed, BulkRun run) {
    this.order = order;
    this.options = options;
    this.stop = stop;
    this.feed = feed;
    this.run = run;
    this.board = new Board(run.version(), run.partitions(), options.listener());
    this.workers = new Workers(options.threads(), stop);
    this.tails = new Tails(log, order.folding(), options, run, board, workers);
  }

  CompletenessReport run() {
    visible = run.stage() == Stage.VISIBLE;
    try {
      build();
      if (options.following()) {
        take(Step.FOLLOW, tails::follow);
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
    if (run.stage() == Stage.LOADING) {
      checkEnds();
      take(Step.LOAD, this::load);
      take(Step.INDEX, run::index);
    }
    take(Step.TAIL, tails::toTheEnd);
    checkBalance();
    take(Step.COMPARE, this::compare);
    take(Step.SWAP, run::swap);
    visible = true;
  }

  private void take(Step step, Runnable action) {
    stop.check();
    board.begin(step);
    long start = System.nanoTime();
    try {
      action.run();
    } finally {
      took.put(step, Duration.ofNanos(System.nanoTime() - start));
    }
    log.info(
        "rehydration step done step={} target={} version={} millis={}",
        step,
        order.target().name(),
        run.version(),
        took.getOrDefault(step, Duration.ZERO).toMillis());
  }

  /** Before anything is loaded in vain. */
  private void checkEnds() {
    for (var p : board.partitions()) {
      var watermark = p.watermark() == null ? feed.watermark(p.partition()) : p.watermark();
      if (p.end() < watermark.emittedTo()) {
        throw new RehydrationRefusedException(
            "snapshots %s of partition %d hold events up to offset %d, so the end %d cannot be reached: choose an end from %d on, or older snapshots"
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
    workers.each(
        board.partitions().stream().filter(p -> !p.isLoaded()).toList(),
        p -> board.stored(run.load(p.partition(), sink -> feed(p, sink))));
  }

  private Loaded feed(PartitionState p, RowSink sink) {
    var rows = new long[1];
    return feed.feed(
        p.partition(),
        p.end(),
        (key, state, provenance) -> {
          sink.row(key, state, provenance);
          if (++rows[0] % ROWS_A_REPORT == 0) {
            board.loading(p.partition(), rows[0]);
          }
        });
  }

  private void checkBalance() {
    for (var p : board.partitions()) {
      if (!CompletenessReport.balances(p)) {
        throw new IllegalStateException(
            "partition %d of %s does not balance: %s; nothing was swapped"
                .formatted(p.partition(), order.topic().topic(), p));
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
        order.target().name(),
        order.topic().topic(),
        feed.name(),
        run.version(),
        run.opening(),
        board.partitions(),
        diff,
        visible,
        took);
  }
}
