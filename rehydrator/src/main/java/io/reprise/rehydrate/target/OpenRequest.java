package io.reprise.rehydrate.target;

import java.util.Map;

/**
 * The version that a run is requested to make.
 *
 * @param ends for each partition the end of the range to apply, exclusive
 */
public record OpenRequest(Lineage lineage, Map<Integer, Long> ends, Reuse reuse) {
  public OpenRequest {
    ends = Map.copyOf(ends);
  }
}
