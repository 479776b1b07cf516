package io.reprise.rehydrate.target;

import java.util.Map;

/**
 * What a run wants to make.
 *
 * @param ends for each partition the first offset that is not to be applied
 */
public record OpenRequest(Lineage lineage, Map<Integer, Long> ends, Reuse reuse) {
  public OpenRequest {
    ends = Map.copyOf(ends);
  }
}
