package io.reprise.replay.simulation;

import io.reprise.replay.simulation.Group.Assignment;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A worker's membership in a group: its heartbeats and the partitions that it owns. */
final class Membership {
  private static final long HEARTBEAT_MILLIS = 400;

  private final Party worker;
  private final Group group;
  private final Map<Integer, Long> held = new TreeMap<>();
  private int epoch;
  private boolean locked;

  Membership(Party worker, Group group) {
    this.worker = worker;
    this.group = group;
    beat();
  }

  private void beat() {
    var owned = Set.copyOf(held.keySet());
    int proof = epoch;
    worker.ask(
        () -> group.heartbeat(worker.name(), proof, owned),
        this::reconcile,
        e -> {
          if (e == KafkaError.NOT_A_MEMBER) {
            lose();
          } else {
            worker.after(HEARTBEAT_MILLIS / 2, this::beat);
          }
        });
  }

  /** Gives back revoked partitions, unless a claim has the lock, and takes the new ones. */
  private void reconcile(Assignment assignment) {
    boolean revokes = !assignment.ownerships().entrySet().containsAll(held.entrySet());
    if (!revokes || !locked) {
      held.keySet().retainAll(assignment.ownerships().keySet());
      held.putAll(assignment.ownerships());
      epoch = assignment.epoch();
    }
    worker.after(revokes ? 20 : HEARTBEAT_MILLIS, this::beat);
  }

  private void lose() {
    if (locked) {
      worker.after(20, this::lose);
      return;
    }
    worker.world().note("%s lost %s", worker.name(), held.keySet());
    held.clear();
    epoch = 0;
    beat();
  }

  /** The owned slots, with the number of each ownership. */
  Map<Integer, Long> held() {
    return held;
  }

  boolean holds(int slot, long ownership) {
    var current = held.get(slot);
    return current != null && current == ownership;
  }

  /** The epoch to prove membership with. */
  int epoch() {
    return epoch;
  }

  /** Takes the lock that a revocation also takes; false if it is taken already. */
  boolean tryLock() {
    boolean taken = !locked;
    locked = true;
    return taken;
  }

  void unlock() {
    locked = false;
  }
}
