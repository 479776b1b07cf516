package io.reprise.replay.coordinate;

import io.reprise.replay.state.ReplayTable;
import java.util.List;

/** Where the coordinator puts shards, for the simulation. */
public final class SimulatedPlacement {
  private SimulatedPlacement() {}

  /** The slot of a shard of a replay that is started after {@code before}. */
  public static int slotOf(int slots, ReplayTable before, int shard) {
    return new ShardPlacement(slots, List.of()).slotOf(ShardPlacement.placed(before), shard);
  }
}
