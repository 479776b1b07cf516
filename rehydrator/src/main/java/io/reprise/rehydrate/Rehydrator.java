package io.reprise.rehydrate;

import io.reprise.rehydrate.read.FoldFactory;
import io.reprise.rehydrate.report.ProgressListener;
import io.reprise.rehydrate.run.EndVector;
import io.reprise.rehydrate.run.RehydrationRequest;
import io.reprise.rehydrate.run.RunOptions;
import io.reprise.rehydrate.target.BulkTarget;
import io.reprise.store.EventLog;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.SchemaLookup;
import io.reprise.store.snapshot.SnapshotSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Configures the rebuild of a read model. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * Rehydrator.from(log, inspector.inspect("users"))
 *     .snapshots(source)
 *     .folding(Reducers.onClassPath().find("merge", 1), registry::byId)
 *     .into(new PostgresTarget(config, new StateJson(registry::byId)))
 *     .run();
 * }</pre>
 */
public final class Rehydrator {
  private final EventLog log;
  private final TopicFacts topic;
  private final Map<Integer, Long> ends;
  private final RunOptions options;

  private Rehydrator(EventLog log, TopicFacts topic, Map<Integer, Long> ends, RunOptions options) {
    this.log = log;
    this.topic = topic;
    this.ends = ends;
    this.options = options;
  }

  /**
   * Begins the configuration with the topic whose events the read model contains.
   *
   * @param log the log from which the tail is read; the caller closes it
   * @param topic facts of the topic as they are now. The run reaches the committed end that these
   *     facts give for each partition, unless {@link #upTo} sets another end
   */
  public static Rehydrator from(EventLog log, TopicFacts topic) {
    return new Rehydrator(log, topic, EndVector.latest(topic), RunOptions.DEFAULT);
  }

  /**
   * Sets the end up to which the log is applied.
   *
   * @param ends for each partition the end of the range to apply, exclusive
   * @throws io.reprise.rehydrate.report.RehydrationRefusedException when {@code ends} names other
   *     partitions, or offsets that are not written yet
   */
  public Rehydrator upTo(Map<Integer, Long> ends) {
    return new Rehydrator(log, topic, EndVector.checked(ends, topic), options);
  }

  /**
   * Makes the run load the version from snapshots and then apply the tail. The caller closes the
   * snapshots.
   */
  public From snapshots(SnapshotSource source) {
    return new From(Optional.of(source));
  }

  /**
   * Makes the run build the version by folding the whole log in memory, without snapshots. Each
   * thread holds the keys of one partition.
   */
  public From fullLog() {
    return new From(Optional.empty());
  }

  /** Sets how many partitions are processed in parallel. Default: 2. */
  public Rehydrator threads(int threads) {
    return with(options.threads(threads));
  }

  /**
   * Sets the approximate number of events of the tail that one transaction applies. Default: 5,000.
   */
  public Rehydrator batchEvents(int events) {
    return with(options.batchEvents(events));
  }

  /**
   * Sets approximately how many bytes of a partition's tail each thread holds in memory. The events
   * in memory are folded into the snapshots while the snapshots are loaded. The rest of the tail is
   * applied after all snapshots are loaded. Default: 64 MiB.
   */
  public Rehydrator aheadBytes(long bytes) {
    return with(options.aheadBytes(bytes));
  }

  /** Sets how long the log may return nothing before the run fails. Default: one minute. */
  public Rehydrator stall(Duration stall) {
    return with(options.stall(stall));
  }

  /**
   * Makes the run continue after the model has become visible: the run applies new events until it
   * is cancelled.
   */
  public Rehydrator following() {
    return with(options.follow());
  }

  /**
   * Makes the run build a new version, even if it could continue an unfinished version or the
   * visible version already matches the request.
   */
  public Rehydrator anew() {
    return with(options.startAnew());
  }

  /**
   * Compares, for a random sample of keys, the rows of the new version with the rows of the visible
   * version, and does not swap when too many rows differ. Default: 200 keys are compared, and any
   * difference is accepted.
   *
   * @param keys the approximate number of keys; 0 to compare none
   * @param maxShare the largest accepted share of differing keys, 0 to 1
   */
  public Rehydrator comparing(int keys, double maxShare) {
    return with(options.comparing(keys, maxShare));
  }

  public Rehydrator listener(ProgressListener listener) {
    return with(options.listener(listener));
  }

  private Rehydrator with(RunOptions changed) {
    return new Rehydrator(log, topic, ends, changed);
  }

  /**
   * The step of the builder after the source of the states is chosen: sets the reducer that folds
   * the events.
   */
  public final class From {
    private final Optional<SnapshotSource> snapshots;

    private From(Optional<SnapshotSource> snapshots) {
      this.snapshots = snapshots;
    }

    /**
     * Sets the reducer.
     *
     * @param reducer the reducer with which the snapshots were made
     * @param schemas resolves the schema ids of event values
     */
    public Into folding(ReducerProvider reducer, SchemaLookup schemas) {
      return new Into(snapshots, new FoldFactory(reducer, schemas));
    }
  }

  /** The last step of the builder: chooses the target. */
  public final class Into {
    private final Optional<SnapshotSource> snapshots;
    private final FoldFactory folding;

    private Into(Optional<SnapshotSource> snapshots, FoldFactory folding) {
      this.snapshots = snapshots;
      this.folding = folding;
    }

    /** Creates a run, which begins with {@link Rehydration#run()}. */
    public Rehydration into(BulkTarget target) {
      return new Rehydration(
          new RehydrationRequest(log, topic, ends, snapshots, folding, target), options);
    }
  }
}
