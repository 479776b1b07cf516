package io.reprise.replay.state;

import io.reprise.replay.spec.Throttle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Divides a replay's rate among shards so that the shares sum to it. */
final class RateShares {
  private RateShares() {}

  /**
   * Equal shares; what does not divide goes to the first ones. With fewer units than shards the
   * last ones get none and wait until others end.
   */
  static Map<Integer, Throttle> divide(Throttle whole, List<Integer> shards) {
    var shares = new HashMap<Integer, Throttle>();
    for (int i = 0; i < shards.size(); i++) {
      var records = part(whole.recordsPerSecond(), shards.size(), i);
      var bytes = part(whole.bytesPerSecond(), shards.size(), i);
      if (isZero(records) || isZero(bytes)) {
        continue;
      }
      shares.put(shards.get(i), new Throttle(records, bytes));
    }
    return shares;
  }

  private static @Nullable Long part(@Nullable Long whole, int parts, int index) {
    return whole == null ? null : whole / parts + (index < whole % parts ? 1 : 0);
  }

  private static boolean isZero(@Nullable Long part) {
    return part != null && part == 0;
  }
}
