package io.reprise.replay.simulation;

import io.reprise.replay.slot.ShardTask;
import io.reprise.replay.slot.ShardTask.Kind;
import io.reprise.replay.slot.SlotOwnership;
import io.reprise.replay.slot.SlotRunner;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** A worker process: copies of the control topics, two memberships, a runner a busy slot. */
final class Worker extends Party {
  private static final int DELIVERED_AT_A_TIME = 2;
  private static final Map<Kind, Integer> RUNNERS =
      Map.of(Kind.BEGIN, DELIVERED_AT_A_TIME + 1, Kind.TAKE_OVER, 2, Kind.STOP, 2);

  private final PartyTime time = new PartyTime(this);
  private final ControlCopy control;
  private final Membership slots;
  private final SimulatedPermits permits = new SimulatedPermits(this, DELIVERED_AT_A_TIME);
  private final TreeSet<Integer> busy = new TreeSet<>();
  private final Map<Kind, Integer> running = new EnumMap<>(Kind.class);

  Worker(World world, String name) {
    super(world, name);
    this.control = new ControlCopy(this);
    this.slots = new Membership(this, world.broker().slotOwners);
    var ports = new CoordinatorPorts(this, new Membership(this, world.broker().coordinators));
    world.threads().start(this, ports.coordinator()::run);
    dispatch();
  }

  PartyTime time() {
    return time;
  }

  ControlCopy control() {
    return control;
  }

  Membership slots() {
    return slots;
  }

  /** The most urgent task of a slot, as far as this worker knows. */
  private Optional<ShardTask> task(int slot) {
    return ShardTask.next(control.shardsIn(slot), control.book(), control::progress);
  }

  private void dispatch() {
    for (var slot : List.copyOf(slots.held().entrySet())) {
      if (!busy.contains(slot.getKey())) {
        var ownership = new SlotOwnership(slot.getKey(), slot.getValue());
        task(slot.getKey()).ifPresent(task -> start(ownership, task.kind()));
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
