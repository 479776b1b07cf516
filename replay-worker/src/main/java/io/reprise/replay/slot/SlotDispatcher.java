package io.reprise.replay.slot;

import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the owned slots for tasks, regularly and whenever a runner has ended, and starts slot
 * runners. The number of runners is limited for each kind of task: {@code 2 * runningShards} to
 * begin shards, of which {@code runningShards} hold a delivery permit while the others open their
 * transactions ahead; {@code runningShards} to take over shards of a dead worker, because a
 * takeover must not wait for the shards that this worker delivers already; a few to record stops.
 *
 * <p>Threading: one thread checks, a pool runs. The opener closes the dispatcher.
 */
public final class SlotDispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotDispatcher.class);
  private static final Duration CHECK_EVERY = Duration.ofMillis(50);
  private static final int STOPS_AT_A_TIME = 8;

  private final SlotWork work;
  private final SlotMembership membership;
  private final Map<ShardTask.Kind, Semaphore> runnersLeft;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final DeliveryPermits permits;
  private final Set<Integer> busy = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Creates a dispatcher that does nothing until it is started.
   *
   * @param runningShards upper limit of the shards that are delivered at the same time; about the
   *     number of cores
   */
  public SlotDispatcher(SlotWork work, SlotMembership membership, int runningShards) {
    this.work = work;
    this.membership = membership;
    this.runnersLeft =
        Map.of(
            ShardTask.Kind.BEGIN, new Semaphore(2 * runningShards),
            ShardTask.Kind.TAKE_OVER, new Semaphore(runningShards),
            ShardTask.Kind.STOP, new Semaphore(STOPS_AT_A_TIME));
    this.permits = new FairDeliveryPermits(runningShards);
    this.thread = new Thread(this::dispatch, "dispatch");
    thread.setDaemon(true);
  }

  /** Begins to check the owned slots for tasks, on a thread of its own. */
  public SlotDispatcher start() {
    thread.start();
    return this;
  }

  private void dispatch() {
    while (!closed) {
      membership.owned().forEach(this::dispatch);
      LockSupport.parkNanos(CHECK_EVERY.toNanos());
    }
  }

  private void dispatch(SlotOwnership ownership) {
    if (!busy.contains(ownership.slot())) {
      work.nextTask(ownership.slot()).ifPresent(task -> run(ownership, task.kind()));
    }
  }

  private void run(SlotOwnership ownership, ShardTask.Kind kind) {
    var left = Objects.requireNonNull(runnersLeft.get(kind));
    if (!left.tryAcquire()) {
      return;
    }
    busy.add(ownership.slot());
    boolean stops = kind == ShardTask.Kind.STOP;
    Predicate<ShardTask> wanted = task -> (task.kind() == ShardTask.Kind.STOP) == stops;
    var required = kind == ShardTask.Kind.BEGIN ? permits : DeliveryPermits.unlimited();
    pool.execute(
        () -> {
          try {
            new SlotRunner(work, ownership, wanted, required).run();
          } catch (RuntimeException e) {
            LOG.error(
                "delivery of a slot's shards failed unexpectedly, the worker starts it again"
                    + " slot={}",
                ownership.slot(),
                e);
            // Wait before the next runner of this slot starts, because it may fail as quickly as
            // this one.
            LockSupport.parkNanos(CHECK_EVERY.toNanos());
          } finally {
            busy.remove(ownership.slot());
            left.release();
            LockSupport.unpark(thread);
          }
        });
  }

  /**
   * Returns how many slots have a runner now, including runners that wait for a delivery permit.
   */
  public int running() {
    return busy.size();
  }

  @Override
  public void close() {
    closed = true;
    work.stop();
    LockSupport.unpark(thread);
    pool.shutdown();
    Interruption.join(thread, Duration.ofSeconds(1));
    if (!Interruption.awaitEnd(pool, Duration.ofSeconds(8))) {
      LOG.warn(
          "worker shuts down although some of its slots still run shards runningSlots={}",
          running());
    }
  }
}
