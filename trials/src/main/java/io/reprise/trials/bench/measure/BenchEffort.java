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

  /** Returns the size for this effort: the first for a quick run, the second for a full one. */
  public int of(int quick, int full) {
    return this == QUICK ? quick : full;
  }
}
