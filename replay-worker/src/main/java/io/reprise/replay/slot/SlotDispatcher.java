package io.reprise.replay.slot;

import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a slot runner for each owned slot that has a task, or that has progress records of expired
 * replays to remove. Checks the slots at intervals, which are longer while no replay runs or is
 * stopping. Also checks them after shards were added to them, after a runner has ended, and after
 * {@link #wake()}.
 *
 * <p>{@link RunnerPlaces} limits the number of runners. A runner whose shards all wait for rate
 * limits does not count.
 *
 * <p>At most {@code runningShards} slices are delivered at the same time. The other runners claim
 * their shards, read the first records, or wait for the commit of a slice.
 *
 * <p>Threading: one thread checks the slots, and a pool of threads runs the slot runners. The
 * opener closes the dispatcher.
 */
public final class SlotDispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotDispatcher.class);
  private static final Duration CHECK_EVERY = Duration.ofMillis(50);
  private static final Duration CHECK_IDLE_EVERY = Duration.ofMillis(500);
  private static final Duration RUNNERS_LIMIT = Duration.ofSeconds(4);

  private final SlotWork work;
  private final SlotMembership membership;
  private final RunnerPlaces places;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final DeliveryPermits permits;
  private final Set<Integer> busy = ConcurrentHashMap.newKeySet();
  private final Consumer<RuntimeException> onFatal;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Creates a dispatcher that does nothing until it is started.
   *
   * @param runningShards how many slices to deliver at the same time; should be about the number of
   *     cores
   * @param onFatal called when the thread that checks the slots has failed; from then on no shard
   *     is started
   */
  public SlotDispatcher(
      SlotWork work,
      SlotMembership membership,
      int runningShards,
      Consumer<RuntimeException> onFatal) {
    this.work = work;
    this.membership = membership;
    this.onFatal = onFatal;
    this.places = new RunnerPlaces(runningShards);
    this.permits = new FairDeliveryPermits(runningShards);
    this.thread = new Thread(this::dispatch, "dispatch");
    thread.setDaemon(true);
  }

  /** Begins to check the owned slots for tasks, on a thread of its own. */
  public SlotDispatcher start() {
    membership.onChange(this::wake);
    thread.start();
    return this;
  }

  /**
   * Makes the dispatcher check its slots now instead of at its next interval. Call this method
   * after an event of a replay was read. The event may start a replay whose shards were placed in
   * this worker's slots before, so that these slots have their first task. Returns at once.
   */
  public void wake() {
    LockSupport.unpark(thread);
  }

  private void dispatch() {
    try {
      while (!closed) {
        membership.owned().forEach(this::dispatch);
        var pause = work.hasActiveReplay() ? CHECK_EVERY : CHECK_IDLE_EVERY;
        LockSupport.parkNanos(pause.toNanos());
      }
    } catch (RuntimeException e) {
      if (!closed) {
        onFatal.accept(e);
      }
    }
  }

  private void dispatch(SlotOwnership ownership) {
    if (!busy.contains(ownership.slot())) {
      var task = work.nextTask(ownership.slot(), shard -> true);
      if (task.isPresent()) {
        places.take(task.get()).ifPresent(place -> run(ownership, task.get().kind(), place));
      } else if (work.mustRemoveExpired(ownership.slot())) {
        // The runner only removes progress records. It delivers nothing, so it counts as a runner
        // that records a stop.
        var stop = ShardTask.Kind.STOP;
        places.take(stop).ifPresent(place -> run(ownership, stop, place));
      }
    }
  }

  private void run(SlotOwnership ownership, ShardTask.Kind kind, RunnerPlace place) {
    busy.add(ownership.slot());
    boolean stops = kind == ShardTask.Kind.STOP;
    Predicate<ShardTask> wanted = task -> !stops || task.kind() == ShardTask.Kind.STOP;
    pool.execute(
        () -> {
          try {
            new SlotRunner(work, ownership, wanted, permits, place::release).run();
          } catch (RuntimeException e) {
            LOG.error(
                "delivery of a slot's shards failed unexpectedly, the worker starts it again"
                    + " slot={}",
                ownership.slot(),
                e);
            // Wait before the next runner of this slot starts. The next runner may fail as quickly
            // as the one that has just failed.
            LockSupport.parkNanos(CHECK_EVERY.toNanos());
          } finally {
            busy.remove(ownership.slot());
            place.release();
            wake();
          }
        });
  }

  /**
   * Returns whether the thread that checks the slots is alive. Without that thread, no shard is
   * started.
   */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /**
   * Returns how many slots have a runner now, including slots whose runner waits for a delivery
   * permit or a rate limit.
   */
  public int running() {
    return busy.size();
  }

  @Override
  public void close() {
    closed = true;
    work.stop();
    wake();
    pool.shutdown();
    Interruption.join(thread, Duration.ofSeconds(1));
    if (!Interruption.awaitEnd(pool, RUNNERS_LIMIT)) {
      LOG.warn(
          "worker shuts down although some of its slots still run shards runningSlots={}",
          running());
    }
  }
}
