package io.reprise.replay.simulation;

import io.reprise.replay.slot.ShardTask;
import io.reprise.replay.slot.ShardTask.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A worker process: copies of the control topics, two memberships, a runner a busy slot. */
final class Worker extends Party {
  private static final int AT_A_TIME = 2;

  private final ControlCopy control;
  private final Membership slots;
  private final TreeSet<Integer> busy = new TreeSet<>();
  private final Map<Kind, Integer> running = new EnumMap<>(Kind.class);

  Worker(World world, String name) {
    super(world, name);
    this.control = new ControlCopy(this);
    this.slots = new Membership(this, world.broker().slotOwners);
    new CoordinatorMachine(this, new Membership(this, world.broker().coordinators));
    dispatch();
  }

  ControlCopy control() {
    return control;
  }

  Membership slots() {
    return slots;
  }

  /** The most urgent task of a slot, as far as this worker knows. */
  Optional<ShardTask> task(int slot) {
    return ShardTask.next(control.shardsIn(slot), control.book(), control::progress);
  }

  private void dispatch() {
    for (var slot : List.copyOf(slots.held().entrySet())) {
      if (!busy.contains(slot.getKey())) {
        task(slot.getKey()).ifPresent(task -> start(slot.getKey(), slot.getValue(), task.kind()));
      }
    }
    after(world().timeline().between(20, 80), this::dispatch);
  }

  private void start(int slot, long ownership, Kind kind) {
    if (running.getOrDefault(kind, 0) >= AT_A_TIME) {
      return;
    }
    running.merge(kind, 1, Integer::sum);
    busy.add(slot);
    new SlotMachine(
            this,
            slot,
            ownership,
            kind == Kind.STOP,
            () -> {
              busy.remove(slot);
              running.merge(kind, -1, Integer::sum);
            })
        .s1();
  }
}
