package io.reprise.replay.coordinate;

import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayBook;

/**
 * Which slot a shard sits in. Assignors hand slots out in runs, or in turns, and keep what they can
 * when workers come and go. Steps of the golden section land far apart in either, so that even a
 * few shards find all workers.
 */
final class SlotOrder {
  private static final double GOLDEN = 0.618;

  private final int slots;
  private final int step;

  SlotOrder(int slots) {
    this.slots = slots;
    this.step = step(slots);
  }

  /** With a divisor in common, some slots would never be reached. */
  private static int step(int slots) {
    int step = (int) Math.ceil(slots * GOLDEN);
    while (divisor(step, slots) != 1) {
      step++;
    }
    return step;
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  /** The slot of the {@code index}-th shard when {@code before} shards were placed already. */
  int slotOf(long before, int index) {
    return Math.floorMod((before + index) % slots * step, slots);
  }

  /** Shards that may still run: where the next replay's shards go on. */
  static long placed(ReplayBook book) {
    return book.replays().stream()
        .filter(r -> r.startedAt() != null && !r.state().isFinal())
        .mapToLong((Replay r) -> r.plan().shards().size())
        .sum();
  }
}
