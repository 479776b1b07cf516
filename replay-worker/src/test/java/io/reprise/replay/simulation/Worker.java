package io.reprise.replay.simulation;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.slot.ShardHolds;
import io.reprise.replay.slot.ShardTask;
import io.reprise.replay.slot.ShardTask.Kind;
import io.reprise.replay.slot.SlotOwnership;
import io.reprise.replay.slot.SlotRunner;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** A worker process: copies of the control topics, two memberships, a runner a busy slot. */
final class Worker extends Party {
  private static final int DELIVERED_AT_A_TIME = 2;
  private static final long REMOVAL_PAUSE_MILLIS = 500;
  private static final Map<Kind, Integer> RUNNERS =
      Map.of(Kind.BEGIN, DELIVERED_AT_A_TIME + 1, Kind.TAKE_OVER, 2, Kind.STOP, 2);

  private final PartyTime time = new PartyTime(this);
  private final ShardHolds holds;
  private long sourceLostUntil;
  private RuntimeException sourceError;
  private final ControlCopy control;
  private final Membership slots;
  private final SimulatedPermits permits = new SimulatedPermits(this, DELIVERED_AT_A_TIME);
  private final TreeSet<Integer> busy = new TreeSet<>();

  /** By slot: when it may be taken over again only to remove records of expired replays. */
  private final Map<Integer, Long> removals = new HashMap<>();

  private final Map<Kind, Integer> running = new EnumMap<>(Kind.class);

  Worker(World world, String name) {
    super(world, name);
    this.holds =
        new ShardHolds(
            name,
            new Backoff(() -> world.timeline().below(100) / 100.0),
            world.obeys(Rule.BACK_OFF) ? time : new RushedTicker(time));
    this.control = new ControlCopy(this);
    this.slots = new Membership(this, world.broker().slotOwners);
    var ports = new CoordinatorPorts(this, new Membership(this, world.broker().coordinators));
    world.threads().start(this, ports.coordinator()::run);
    dispatch();
  }

  PartyTime time() {
    return time;
  }

  /** Time passes a thousand times faster, so that no delay is kept. */
  private record RushedTicker(Ticker time) implements Ticker {
    @Override
    public long nanos() {
      return time.nanos() * 1_000;
    }

    @Override
    public void sleep(Duration duration) {
      time.sleep(duration);
    }
  }

  /** From now on and for a time, every read of the source fails with this error. */
  void loseSource(long millis, RuntimeException error) {
    sourceLostUntil = now() + millis;
    sourceError = error;
  }

  /** Fails if the source cannot be read now. */
  void requireSource() {
    if (now() < sourceLostUntil) {
      throw sourceError;
    }
  }

  ShardHolds holds() {
    return holds;
  }

  ControlCopy control() {
    return control;
  }

  Membership slots() {
    return slots;
  }

  /** The most urgent task of a slot, as far as this worker knows. */
  private Optional<ShardTask> task(int slot) {
    return ShardTask.next(
        control.shardsIn(slot), control.book(), control::progress, holds::permits);
  }

  private void dispatch() {
    for (var slot : List.copyOf(slots.held().entrySet())) {
      if (!busy.contains(slot.getKey())) {
        var ownership = new SlotOwnership(slot.getKey(), slot.getValue());
        var task = task(slot.getKey());
        if (task.isPresent()) {
          start(ownership, task.get().kind());
        } else if (!control.expired(slot.getKey()).isEmpty()
            && now() >= removals.getOrDefault(slot.getKey(), 0L)) {
          removals.put(slot.getKey(), now() + REMOVAL_PAUSE_MILLIS);
          start(ownership, Kind.STOP);
        }
      }
    }
    after(world().timeline().between(20, 80), this::dispatch);
  }

  private void start(SlotOwnership ownership, Kind kind) {
    if (running.getOrDefault(kind, 0) >= RUNNERS.get(kind)) {
      return;
    }
    running.merge(kind, 1, Integer::sum);
    busy.add(ownership.slot());
    boolean stops = kind == Kind.STOP;
    var left = new AtomicBoolean();
    Runnable leave =
        () -> {
          if (left.compareAndSet(false, true)) {
            running.merge(kind, -1, Integer::sum);
          }
        };
    var runner =
        new SlotRunner(
            new SlotPorts(this, ownership, stops).work(),
            ownership,
            task -> !stops || task.kind() == Kind.STOP,
            permits,
            leave);
    world()
        .threads()
        .start(
            this,
            () -> {
              runner.run();
              busy.remove(ownership.slot());
              leave.run();
            });
  }
}
