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
 * One run of a rehydration. One thread calls {@link #run()}, once. Any thread may call {@link
 * #cancel()}.
 *
 * <p>If a run was killed, failed or was cancelled, another run of the same request continues from
 * the work that the first run has stored.
 */
public final class Rehydration {
  private final RehydrationRequest request;
  private final RunOptions options;
  private final StopSignal stop = new StopSignal();

  Rehydration(RehydrationRequest request, RunOptions options) {
    this.request = request;
    this.options = options;
  }

  /**
   * Builds the version, makes it visible, and then follows the log if that was requested.
   *
   * <p>An error does not change which version readers see. Batches of the tail that were applied to
   * a visible version before the error stay applied.
   *
   * @return the report of the run, also if the run was cancelled; a run that follows the log
   *     returns only after {@link #cancel()}
   * @throws RehydrationRefusedException when the snapshots do not fit the topic, the log to fold
   *     lacks offsets, or the snapshots contain events at or above the requested end
   * @throws ModelsDifferException when too many sampled rows differ from the visible version
   * @throws io.reprise.rehydrate.target.TargetRefusedException when the target refuses a step
   * @throws io.reprise.rehydrate.target.TargetUnavailableException when the target does not answer;
   *     a retry is safe
   * @throws io.reprise.rehydrate.read.TailMissingException when an offset that the run needs is
   *     neither in Kafka nor in the archive
   * @throws io.reprise.rehydrate.read.LogStalledException when the log returned nothing for too
   *     long; a retry is safe
   * @throws RuntimeException from the snapshots, the log or the registry: {@link
   *     io.reprise.store.snapshot.UnusableSnapshotsException} and others that say whether a retry
   *     helps
   */
  public CompletenessReport run() {
    request.check();
    var log = new LogSource(request.log(), request.topic().topic(), options.stall(), stop);
    var feed = feed(log);
    var wanted = new OpenRequest(lineage(feed), request.ends(), options.reuse());
    try (var run = request.target().open(wanted)) {
      return new RunSteps(request, options, stop, log, feed, run).run();
    }
  }

  private PartitionFeed feed(LogSource log) {
    return request
        .snapshots()
        .<PartitionFeed>map(
            source -> new SnapshotFeed(source, log, request.folding(), options.aheadBytes()))
        .orElseGet(() -> new FullLogFeed(log, request.folding()));
  }

  private Lineage lineage(PartitionFeed feed) {
    var topic = request.topic();
    return new Lineage(
        topic.topic(),
        topic.topicId(),
        topic.partitions().size(),
        request.folding().id().toString(),
        feed.name());
  }

  /**
   * Stops the run when one of its threads next checks for a stop. Stored work is kept. Thread-safe;
   * may be called again.
   */
  public void cancel() {
    stop.cancel();
  }
}
