package io.reprise.rehydrate.target;

import java.util.Map;

/**
 * The request to open a run.
 *
 * @param lineage the inputs of the version to build
 * @param ends for each partition the end of the range to apply, exclusive
 * @param reuse which existing version the run may continue
 */
public record OpenRequest(Lineage lineage, Map<Integer, Long> ends, Reuse reuse) {
  public OpenRequest {
    ends = Map.copyOf(ends);
  }
}
