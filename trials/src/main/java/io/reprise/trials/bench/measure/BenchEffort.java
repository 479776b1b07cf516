package io.reprise.trials.bench.measure;

/** How long a bench may run. */
public enum BenchEffort {
  /**
   * The bench runs for less than a minute, with small sizes and few pairs of measurements. Such a
   * run shows that the bench works; its figures are rough.
   */
  QUICK,
  /** The bench runs for some minutes, with the sizes for which the goals are stated. */
  FULL;

  /** Returns {@code quick} for a quick run, and {@code full} for a full run. */
  public int of(int quick, int full) {
    return this == QUICK ? quick : full;
  }
}
