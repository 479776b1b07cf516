package io.reprise.replay.state;

import io.reprise.replay.spec.Throttle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Divides the rate limit of a replay among its claimed shards. The sum of all shares is the limit.
 */
final class RateShares {
  private RateShares() {}

  /**
   * Divides the limit into equal shares, one for each shard. If there is a remainder, the first
   * shards get one record or byte per second more than the others. If the limit has fewer records
   * or bytes per second than there are shards, the last shards get no share, and wait until other
   * shards end.
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
