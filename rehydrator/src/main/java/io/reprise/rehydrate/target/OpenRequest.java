package io.reprise.rehydrate.target;

import java.util.Map;

/**
 * The request to open a run: the version to make, and which existing version the run may continue.
 *
 * @param ends for each partition the end of the range to apply, exclusive
 */
public record OpenRequest(Lineage lineage, Map<Integer, Long> ends, Reuse reuse) {
  public OpenRequest {
    ends = Map.copyOf(ends);
  }
}
