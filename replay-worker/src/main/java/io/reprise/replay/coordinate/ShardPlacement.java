package io.reprise.replay.coordinate;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayTable;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Which slot a shard sits in. Slots are dealt to shards as cards are, one of each worker in turn,
 * so that even a few shards find all workers. Which slots a worker holds follows from the assignor
 * and from who came and went before, so the group is asked.
 *
 * <p>Slots that nobody is known to hold come last, in steps of the golden section: far apart,
 * however they will be handed out.
 */
public final class ShardPlacement {
  private static final double GOLDEN = 0.618;

  private final int[] order;

  /**
   * @param held the slots that each worker holds now; may lack some, or all
   */
  public ShardPlacement(int slots, List<List<Integer>> held) {
    var dealt = new LinkedHashSet<Integer>();
    int most = held.stream().mapToInt(List::size).max().orElse(0);
    for (int round = 0; round < most; round++) {
      for (var ofOne : held) {
        if (round < ofOne.size() && ofOne.get(round) < slots) {
          dealt.add(ofOne.get(round));
        }
      }
    }
    int step = step(slots);
    for (long n = 0; n < slots; n++) {
      dealt.add((int) (n * step % slots));
    }
    this.order = dealt.stream().mapToInt(Integer::intValue).toArray();
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

  /** Places the shards of a replay that starts after {@code before}. */
  List<SlotRecord> place(Replay replay, ReplayTable before) {
    long placedBefore = placed(before);
    return replay.plan().shards().stream()
        .map(
            shard ->
                new SlotRecord(
                    new ShardKey(replay.id(), shard.index()), slotOf(placedBefore, shard.index())))
        .toList();
  }

  /** The slot of the {@code index}-th shard when {@code before} shards were placed already. */
  int slotOf(long before, int index) {
    return order[(int) ((before + index) % order.length)];
  }

  /** Shards that may still run: where the next replay's shards go on. */
  static long placed(ReplayTable book) {
    return book.replays().stream()
        .filter(r -> r.startedAt() != null && !r.state().isFinal())
        .mapToLong((Replay r) -> r.plan().shards().size())
        .sum();
  }
}
