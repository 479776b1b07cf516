package io.reprise.rehydrate.run;

import io.reprise.rehydrate.parallel.ParallelSteps;
import io.reprise.rehydrate.parallel.StoppedException;
import io.reprise.rehydrate.read.FoldFactory;
import io.reprise.rehydrate.read.LogSource;
import io.reprise.rehydrate.tail.PartitionTail;
import io.reprise.rehydrate.target.BulkRun;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.TailWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies the tails of all partitions: either up to the requested ends, or without an end, as the
 * topic grows.
 */
public final class TailRunner {
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final LogSource log;
  private final FoldFactory folding;
  private final RunOptions options;
  private final BulkRun run;
  private final ProgressTracker progress;
  private final ParallelSteps parallel;

  public TailRunner(
      LogSource log,
      FoldFactory folding,
      RunOptions options,
      BulkRun run,
      ProgressTracker progress,
      ParallelSteps parallel) {
    this.log = log;
    this.folding = folding;
    this.options = options;
    this.run = run;
    this.progress = progress;
    this.parallel = parallel;
  }

  public void toTheEnd() {
    parallel.each(
        progress.partitions().stream().filter(p -> !p.isAtEnd()).toList(), this::applyToTheEnd);
  }

  private void applyToTheEnd(StoredPartition stored) {
    var state = stored;
    try (var writer = run.tail();
        var tail = open(log, stored, stored.end(), writer)) {
      while (!state.isAtEnd()) {
        state = advance(tail, state, WAIT);
      }
    }
  }

  private StoredPartition advance(PartitionTail tail, StoredPartition state, Duration wait) {
    return tail.step(wait)
        .map(
            batch -> {
              var after = state.after(batch);
              progress.stored(after);
              return after;
            })
        .orElse(state);
  }

  private PartitionTail open(LogSource source, StoredPartition p, long to, TailWriter writer) {
    return new PartitionTail(
        p.partition(),
        source.open(p.partition(), p.position(), to),
        folding.begin(),
        writer,
        options.batchEvents());
  }

  /** Applies new events until the run is stopped. */
  public void follow() {
    var shares = new HashMap<Integer, List<StoredPartition>>();
    for (var p : progress.partitions()) {
      shares.computeIfAbsent(p.partition() % options.threads(), t -> new ArrayList<>()).add(p);
    }
    parallel.each(shares.values(), this::followShare);
  }

  private void followShare(List<StoredPartition> share) {
    var endless = new LogSource(log.log(), log.topic(), FOR_EVER, log.stop());
    var tails = new HashMap<Integer, PartitionTail>();
    var states = new HashMap<Integer, StoredPartition>();
    try (var writer = run.tail()) {
      share.forEach(p -> tails.put(p.partition(), open(endless, p, Long.MAX_VALUE, writer)));
      share.forEach(p -> states.put(p.partition(), p));
      applyForever(tails, states);
    } finally {
      tails.values().forEach(PartitionTail::close);
    }
  }

  /**
   * Applies new events until {@link StoppedException} is thrown because the run is stopped. Never
   * returns normally.
   */
  private void applyForever(
      Map<Integer, PartitionTail> tails, Map<Integer, StoredPartition> states) {
    var wait = WAIT.dividedBy(tails.size());
    while (true) {
      tails.forEach(
          (partition, tail) ->
              states.computeIfPresent(partition, (p, state) -> advance(tail, state, wait)));
    }
  }
}
