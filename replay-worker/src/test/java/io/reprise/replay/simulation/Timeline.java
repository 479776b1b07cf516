package io.reprise.replay.simulation;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Virtual time: one action after another, in an order that follows from the seed alone. */
final class Timeline {
  private record Action(long at, long number, Runnable run) implements Comparable<Action> {
    @Override
    public int compareTo(Action other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Action> due = new PriorityQueue<>();
  private final SplittableRandom random;
  private long now;
  private long scheduled;
  private long steps;

  Timeline(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Milliseconds since the beginning. */
  long now() {
    return now;
  }

  long steps() {
    return steps;
  }

  void after(long millis, Runnable action) {
    due.add(new Action(now + millis, scheduled++, action));
  }

  /** Runs the next action. */
  void step() {
    var next = due.remove();
    now = next.at();
    steps++;
    next.run().run();
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
