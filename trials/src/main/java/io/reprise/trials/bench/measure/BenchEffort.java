package io.reprise.trials.bench.measure;

/** How much time a bench may spend. */
public enum BenchEffort {
  /**
   * Under a minute, with small sizes and few pairs. Shows that the bench works; the ratios are
   * rough.
   */
  QUICK,
  /** Some minutes, with the sizes for which the goals are stated. */
  FULL;

  /** Selects one of two sizes. */
  public int of(int quick, int full) {
    return this == QUICK ? quick : full;
  }
}
