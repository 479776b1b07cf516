package io.reprise.trials.bench.measure;

/** The choices for how long a bench may run. */
public enum BenchEffort {
  /**
   * The bench runs for less than a minute, with small sizes and few pairs. This shows that the
   * bench works; the ratios are rough.
   */
  QUICK,
  /** The bench runs for some minutes, with the sizes for which the goals are stated. */
  FULL;

  /** Returns {@code quick} for a quick run, and {@code full} for a full run. */
  public int of(int quick, int full) {
    return this == QUICK ? quick : full;
  }
}
