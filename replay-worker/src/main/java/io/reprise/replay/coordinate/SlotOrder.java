package io.reprise.replay.coordinate;

import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayBook;

/**
 * Which slot a shard sits in. Assignors hand out contiguous runs of slots, so neighbours land on
 * one worker; taken in bit-reversed order, the first shards land far apart.
 */
final class SlotOrder {
  private final int slots;
  private final int bits;

  SlotOrder(int slots) {
    this.slots = slots;
    this.bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, slots - 1));
  }

  /** The slot of the {@code index}-th shard when {@code before} shards were placed already. */
  int slotOf(long before, int index) {
    long place = Math.floorMod(before + index, (long) slots);
    return (int) nth(place);
  }

  /** The n-th slot in bit-reversed order, leaving out numbers that are no slots. */
  private long nth(long n) {
    if (Integer.bitCount(slots) == 1) {
      return reversed((int) n);
    }
    long seen = -1;
    for (int i = 0; i < 1 << bits; i++) {
      int slot = reversed(i);
      if (slot < slots && ++seen == n) {
        return slot;
      }
    }
    throw new IllegalStateException("no " + n + "th of " + slots + " slots");
  }

  private int reversed(int n) {
    return bits == 0 || slots == 1 ? 0 : Integer.reverse(n) >>> (Integer.SIZE - bits);
  }

  /** Shards that may still run: where the next replay's shards go on. */
  static long placed(ReplayBook book) {
    return book.replays().stream()
        .filter(r -> r.startedAt() != null && !r.state().isFinal())
        .mapToLong((Replay r) -> r.plan().shards().size())
        .sum();
  }
}
