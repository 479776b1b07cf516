package io.reprise.replay.slot;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the held slots for work, now and then and when a runner has ended, and starts
 * runners: some to begin shards, as many again to open their transactions ahead of their turn, as
 * many to take over what a lost worker left (a takeover must not wait for our own shards to end), a
 * few to record stops.
 *
 * <p>Threading: one thread looks, a pool runs. The opener closes it.
 */
public final class SlotDispatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlotDispatcher.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int STOPS_AT_A_TIME = 8;

  private final SlotWork work;
  private final Map<ShardTask.Kind, Semaphore> room;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final DeliveryPermits beginning;
  private final Set<Integer> busy = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param runningShards how many shards to begin at a time; about the number of cores
   */
  public SlotDispatcher(SlotWork work, int runningShards) {
    this.work = work;
    this.room =
        Map.of(
            ShardTask.Kind.BEGIN, new Semaphore(2 * runningShards),
            ShardTask.Kind.TAKE_OVER, new Semaphore(runningShards),
            ShardTask.Kind.STOP, new Semaphore(STOPS_AT_A_TIME));
    this.beginning = DeliveryPermits.of(runningShards);
    this.thread = new Thread(this::look, "dispatch");
    thread.setDaemon(true);
    thread.start();
  }

  private void look() {
    while (!closed) {
      work.membership().held().forEach(this::offer);
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private void offer(SlotOwnership ownership) {
    if (busy.contains(ownership.slot())) {
      return;
    }
    ShardTask.next(
            work.membership().shardsIn(ownership.slot()),
            work.replays().book(),
            work.progress()::of)
        .ifPresent(task -> start(ownership, task.kind()));
  }

  private void start(SlotOwnership ownership, ShardTask.Kind kind) {
    var permits = java.util.Objects.requireNonNull(room.get(kind));
    if (!permits.tryAcquire()) {
      return;
    }
    busy.add(ownership.slot());
    boolean stops = kind == ShardTask.Kind.STOP;
    Predicate<ShardTask> wanted = task -> (task.kind() == ShardTask.Kind.STOP) == stops;
    var permitsToDeliver = kind == ShardTask.Kind.BEGIN ? beginning : DeliveryPermits.always();
    pool.execute(
        () -> {
          try {
            new SlotRunner(work, ownership, wanted, permitsToDeliver).run();
          } catch (RuntimeException e) {
            log.error("slot runner failed slot={}", ownership.slot(), e);
            LockSupport.parkNanos(LOOK_EVERY.toNanos()); // The next one may fail as soon.
          } finally {
            busy.remove(ownership.slot());
            permits.release();
            LockSupport.unpark(thread);
          }
        });
  }

  /** How many slots have a runner now, those waiting for their turn included. */
  public int running() {
    return busy.size();
  }

  @Override
  public void close() {
    closed = true;
    work.running().turnOff();
    pool.shutdown();
    try {
      thread.join(1_000);
      if (!pool.awaitTermination(8, TimeUnit.SECONDS)) {
        log.warn("shards still running at shutdown count={}", running());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
