package io.reprise.replay.slot;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this worker leave the slots group while it cannot run a shard that another worker may be
 * able to run. The worker has to leave because another worker gets the shard only together with its
 * slot.
 *
 * <p>The worker joins the group again in any of these cases: the shard no longer has to be
 * delivered, this worker has become able to run the shard, every worker has tried the shard in
 * vain, or the group has no member left.
 *
 * <p>Threading: from {@link #start} on, a thread of its own checks whether the worker should leave
 * or join again. The opener closes this object.
 */
public final class SlotResignation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotResignation.class);
  private static final Duration CHECK_EVERY = Duration.ofMillis(500);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  /**
   * What this worker does next: stay in the slots group, leave it, stay out of it or join it again.
   */
  enum Step {
    STAY,
    LEAVE,
    /**
     * The worker stays out of the group, and checks whether it has become able to run the shards
     * that it could not run.
     */
    PROBE,
    RETURN
  }

  private final SlotMembership membership;
  private final WorkerFaults faults;
  private final Deliveries deliveries;
  private final ReplayCopy replays;
  private final ProgressCopy progress;
  private final Backoff backoff;
  private final IntSupplier workers;
  private final IntSupplier owners;
  private final Thread thread;
  private int probes;
  private Deadline nextProbe = Deadline.after(Duration.ZERO);
  private volatile boolean away;
  private volatile boolean closed;

  /**
   * Creates an object that does nothing until it is started.
   *
   * @param deliveries checks whether this worker has become able to run a shard
   * @param backoff determines the time between two of these checks
   * @param workers returns how many workers are alive
   * @param owners returns how many workers are members of the slots group
   */
  public SlotResignation(
      SlotMembership membership,
      WorkerFaults faults,
      Deliveries deliveries,
      ReplayCopy replays,
      ProgressCopy progress,
      Backoff backoff,
      IntSupplier workers,
      IntSupplier owners) {
    this.membership = membership;
    this.faults = faults;
    this.deliveries = deliveries;
    this.replays = replays;
    this.progress = progress;
    this.backoff = backoff;
    this.workers = workers;
    this.owners = owners;
    this.thread = new Thread(this::run, "resignation");
    thread.setDaemon(true);
  }

  /**
   * Starts a thread that checks regularly whether this worker should leave the group or join it
   * again.
   */
  public SlotResignation start() {
    thread.start();
    return this;
  }

  /** Returns whether this worker has left the slots group because it cannot run a shard. */
  public boolean isAway() {
    return away;
  }

  private void run() {
    while (!closed) {
      try {
        step();
      } catch (RuntimeException e) {
        LOG.info(
            "worker could not check whether it should give its slots up, it checks again later"
                + " cause={}",
            e.toString());
      }
      LockSupport.parkNanos(CHECK_EVERY.toNanos());
    }
  }

  private void step() {
    var shards = faults.shards();
    if (shards.isEmpty() && !away) {
      return;
    }
    var waits = shards.stream().flatMap(this::wait).toList();
    switch (decide(away, shards.size(), waits, workers.getAsInt(), owners.getAsInt())) {
      case LEAVE -> leave(shards);
      case RETURN -> comeBack();
      case PROBE -> probe(shards);
      case STAY -> {}
    }
  }

  /**
   * Returns the wait in a shard's progress record, if the shard waits because a worker could not
   * run it; empty otherwise.
   */
  private Stream<ShardWait> wait(ShardKey shard) {
    return progress.open(shard).stream()
        .flatMap(open -> Stream.ofNullable(open.last()))
        .map(ShardProgress::waiting)
        .flatMap(Stream::ofNullable)
        .filter(wait -> wait.reason() == ShardWait.Reason.WORKER);
  }

  /**
   * Decides whether this worker leaves the slots group, stays out of it or joins it again.
   *
   * @param faults how many shards this worker could not run
   * @param waits the waits of the shards that no worker could run so far
   * @param workers how many workers are alive
   * @param owners how many workers are members of the slots group
   */
  static Step decide(boolean away, int faults, List<ShardWait> waits, int workers, int owners) {
    boolean anotherMayRunOne = waits.stream().anyMatch(wait -> wait.workers().size() < workers);
    if (!away) {
      return anotherMayRunOne ? Step.LEAVE : Step.STAY;
    }
    boolean allTriedInVain = waits.size() == faults && !anotherMayRunOne;
    return faults == 0 || allTriedInVain || owners == 0 ? Step.RETURN : Step.PROBE;
  }

  private void leave(List<ShardKey> shards) {
    LOG.warn(
        "worker cannot run a shard and leaves its slots to other workers shard={} cause={}",
        shards.get(0),
        faults.first().orElse(""));
    away = true;
    probes = 0;
    nextProbe = Deadline.after(backoff.after(++probes));
    membership.leave();
  }

  private void comeBack() {
    LOG.info("worker joins the slots group again and takes slots");
    away = false;
    membership.rejoin();
  }

  private void probe(List<ShardKey> shards) {
    if (!nextProbe.isPassed()) {
      return;
    }
    nextProbe = Deadline.after(backoff.after(++probes));
    for (var shard : shards) {
      try {
        probe(shard);
        faults.shardRuns(shard);
      } catch (RuntimeException e) {
        LOG.debug("worker still cannot run a shard shard={} cause={}", shard, e.toString());
        return;
      }
    }
  }

  private void probe(ShardKey key) {
    var replay = replays.table().replay(key.replay());
    var record = progress.of(key);
    if (replay != null && record != null) {
      deliveries.probe(replay, replay.plan().shards().get(key.index()), record);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    Interruption.join(thread, CLOSE_LIMIT);
  }
}
