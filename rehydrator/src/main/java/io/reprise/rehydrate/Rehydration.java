package io.reprise.rehydrate;

import io.reprise.rehydrate.load.FullLogFeed;
import io.reprise.rehydrate.load.PartitionFeed;
import io.reprise.rehydrate.load.SnapshotFeed;
import io.reprise.rehydrate.parallel.StopSignal;
import io.reprise.rehydrate.read.LogSource;
import io.reprise.rehydrate.report.CompletenessReport;
import io.reprise.rehydrate.report.ModelsDifferException;
import io.reprise.rehydrate.report.RehydrationRefusedException;
import io.reprise.rehydrate.run.RehydrationRequest;
import io.reprise.rehydrate.run.RunOptions;
import io.reprise.rehydrate.run.RunSteps;
import io.reprise.rehydrate.target.Lineage;
import io.reprise.rehydrate.target.OpenRequest;

/**
 * One run. {@link #run()} is called once, by one thread; {@link #cancel()} by any.
 *
 * <p>A run that was killed, failed or cancelled is resumed by another of the same order: what is
 * stored is not done again.
 */
public final class Rehydration {
  private final RehydrationRequest order;
  private final RunOptions options;
  private final StopSignal stop = new StopSignal();

  Rehydration(RehydrationRequest order, RunOptions options) {
    this.order = order;
    this.options = options;
  }

  /**
   * Makes the model and shows it, then follows the log if it was told to.
   *
   * @return what was made; also when it was cancelled, which is how following ends
   * @throws RehydrationRefusedException when topic, snapshots and end do not fit one another
   * @throws ModelsDifferException when too many sampled rows differ from those that are visible
   * @throws io.reprise.rehydrate.target.TargetRefusedException when the target does not take it
   * @throws io.reprise.rehydrate.target.TargetUnavailableException when the target does not answer;
   *     run it again
   * @throws io.reprise.rehydrate.read.TailMissingException when the log has lost what is needed
   * @throws io.reprise.rehydrate.read.LogStalledException when nothing came from the log; run it
   *     again
   * @throws RuntimeException as snapshots, log and registry report it: {@link
   *     io.reprise.store.snapshot.UnusableSnapshotsException} and others that say whether a retry
   *     helps. With every error, what readers see stays, but for batches that were followed
   */
  public CompletenessReport run() {
    order.check();
    var log = new LogSource(order.log(), order.topic().topic(), options.stall(), stop);
    var feed = feed(log);
    var request = new OpenRequest(lineage(feed), order.ends(), options.reuse());
    try (var run = order.target().open(request)) {
      return new RunSteps(order, options, stop, log, feed, run).run();
    }
  }

  private PartitionFeed feed(LogSource log) {
    return order
        .snapshots()
        .<PartitionFeed>map(
            source -> new SnapshotFeed(source, log, order.folding(), options.aheadBytes()))
        .orElseGet(() -> new FullLogFeed(log, order.folding()));
  }

  private Lineage lineage(PartitionFeed feed) {
    var topic = order.topic();
    return new Lineage(
        topic.topic(),
        topic.topicId(),
        topic.partitions().size(),
        order.folding().id().toString(),
        feed.name());
  }

  /** Ends the run at its next step; what it stored is kept. Thread-safe; may be repeated. */
  public void cancel() {
    stop.cancel();
  }
}
