package io.reprise.replay.coordinate;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayTable;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Chooses the slot of each shard. One shard gets a slot of the first worker, the next shard a slot
 * of the second worker, and so on in a circle, so that even a few shards are spread over all
 * workers. Which slots a worker owns depends on the assignor and on earlier rebalances. A placement
 * is therefore made from the present owners of the slots.
 *
 * <p>Slots without a known owner are used last, in steps of about 0.618 times the number of all
 * slots, so that consecutive shards get slots that are far apart. Immutable.
 */
public final class ShardPlacement {
  private static final double GOLDEN = 0.618;

  private final int[] order;

  /**
   * Creates a placement from the present ownership of slots.
   *
   * @param owned the slots that each worker owns now; slots without a known owner are in none of
   *     the lists
   */
  public ShardPlacement(int slots, List<List<Integer>> owned) {
    var ordered = new LinkedHashSet<Integer>();
    int most = owned.stream().mapToInt(List::size).max().orElse(0);
    for (int round = 0; round < most; round++) {
      for (var ofOne : owned) {
        if (round < ofOne.size() && ofOne.get(round) < slots) {
          ordered.add(ofOne.get(round));
        }
      }
    }
    int step = step(slots);
    for (long n = 0; n < slots; n++) {
      ordered.add((int) (n * step % slots));
    }
    this.order = ordered.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Returns the distance between the slots of two consecutive shards if the owners of the slots are
   * unknown. The distance has no common divisor with the number of slots, because otherwise some
   * slots would never be used.
   */
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

  /**
   * Returns a slot record for each shard of a replay that starts.
   *
   * @param before all replays as they are before this one starts
   */
  List<SlotRecord> place(Replay replay, ReplayTable before) {
    long placedBefore = placed(before);
    return replay.plan().shards().stream()
        .map(
            shard ->
                new SlotRecord(
                    new ShardKey(replay.id(), shard.index()), slotOf(placedBefore, shard.index())))
        .toList();
  }

  /**
   * Returns the slot in which a shard is placed.
   *
   * @param before the number of shards of other replays that were placed before this replay
   * @param index the index of the shard in its replay
   */
  int slotOf(long before, int index) {
    return order[(int) ((before + index) % order.length)];
  }

  /**
   * Returns how many shards are placed in slots: the shards of all replays that have started and
   * not ended.
   */
  static long placed(ReplayTable book) {
    return book.live().stream()
        .filter(r -> r.startedAt() != null && !r.state().isFinal())
        .mapToLong((Replay r) -> r.plan().shards().size())
        .sum();
  }
}
