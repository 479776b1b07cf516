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
 * What to rebuild a read model from, and how. Immutable: each method gives another.
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
   * @param log where the tail is read; it belongs to the caller
   * @param topic as it stands now; its committed end is the end to reach, unless {@link #upTo} says
   *     otherwise
   */
  public static Rehydrator from(EventLog log, TopicFacts topic) {
    return new Rehydrator(log, topic, EndVector.latest(topic), RunOptions.DEFAULT);
  }

  /**
   * Another end.
   *
   * @param ends for each partition the first offset that is not to be applied
   */
  public Rehydrator upTo(Map<Integer, Long> ends) {
    return new Rehydrator(log, topic, EndVector.checked(ends, topic), options);
  }

  /** Begins with snapshots. They belong to the caller. */
  public From snapshots(SnapshotSource source) {
    return new From(Optional.of(source));
  }

  /** Folds the whole log in memory, a partition at a time and thread. */
  public From fullLog() {
    return new From(Optional.empty());
  }

  /** How many partitions are worked on at once; 2 unless said. */
  public Rehydrator threads(int threads) {
    return with(options.threads(threads));
  }

  /** How many events of the tail a transaction takes, about; 5,000 unless said. */
  public Rehydrator batchEvents(int events) {
    return with(options.batchEvents(events));
  }

  /**
   * How many bytes of a partition's tail are held in memory, about, to be folded in while its
   * snapshots are loaded; the rest is applied afterwards. 64 MiB a thread unless said.
   */
  public Rehydrator aheadBytes(long bytes) {
    return with(options.aheadBytes(bytes));
  }

  /** How long nothing may come from the log before the run fails; a minute unless said. */
  public Rehydrator stall(Duration stall) {
    return with(options.stall(stall));
  }

  /** Goes on applying what comes, once the model is visible, until it is cancelled. */
  public Rehydrator following() {
    return with(options.follow());
  }

  /** Begins a new version, whatever there is. */
  public Rehydrator anew() {
    return with(options.startAnew());
  }

  /**
   * Holds a random sample of rows against those that are visible, and refuses to swap when too many
   * differ. Unless said, 200 keys are compared and nothing is refused.
   *
   * @param keys how many, about; 0 for none
   * @param maxShare of differing keys, 0 to 1
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

  /** What a model begins with is said; how its events are folded is not. */
  public final class From {
    private final Optional<SnapshotSource> snapshots;

    private From(Optional<SnapshotSource> snapshots) {
      this.snapshots = snapshots;
    }

    /**
     * @param reducer that the snapshots were made with
     * @param schemas what the values' schema ids mean
     */
    public Into folding(ReducerProvider reducer, SchemaLookup schemas) {
      return new Into(snapshots, new FoldFactory(reducer, schemas));
    }
  }

  /** All is said but the target. */
  public final class Into {
    private final Optional<SnapshotSource> snapshots;
    private final FoldFactory folding;

    private Into(Optional<SnapshotSource> snapshots, FoldFactory folding) {
      this.snapshots = snapshots;
      this.folding = folding;
    }

    /** A run; it has not begun. */
    public Rehydration into(BulkTarget target) {
      return new Rehydration(
          new RehydrationRequest(log, topic, ends, snapshots, folding, target), options);
    }
  }
}
