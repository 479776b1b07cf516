package io.reprise.replay.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Virtual time: one action after another, in an order that follows from the seed alone. */
final class Timeline {
  /** No action is scheduled this far ahead. A power of two. */
  private static final int HORIZON_MILLIS = 1 << 13;

  /** Actions by the millisecond in which they are due, modulo the horizon; in order in each. */
  private final List<ArrayDeque<Runnable>> due = new ArrayList<>();

  private final SplittableRandom random;
  private long now;
  private long steps;

  Timeline(long seed) {
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < HORIZON_MILLIS; i++) {
      due.add(null);
    }
  }

  /** Milliseconds since the beginning. */
  long now() {
    return now;
  }

  long steps() {
    return steps;
  }

  void after(long millis, Runnable action) {
    if (millis >= HORIZON_MILLIS) {
      throw new IllegalArgumentException(millis + " ms are beyond the horizon");
    }
    int slot = slot(now + millis);
    var actions = due.get(slot);
    if (actions == null) {
      actions = new ArrayDeque<>(4);
      due.set(slot, actions);
    }
    actions.add(action);
  }

  private static int slot(long at) {
    return (int) at & HORIZON_MILLIS - 1;
  }

  /** Runs the next action. */
  void step() {
    var actions = due.get(slot(now));
    while (actions == null || actions.isEmpty()) {
      due.set(slot(now), null);
      actions = due.get(slot(++now));
    }
    steps++;
    actions.remove().run();
  }

  /** A number from {@code least} to {@code most}, both included. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }
}
