package io.reprise.trials.bench.measure;

/** How much a bench may spend on its figures. */
public enum BenchEffort {
  /** Under a minute: small sizes, few pairs. Shows that it works; its ratios are rough. */
  QUICK,
  /** Some minutes: the sizes that the goals are stated for. */
  FULL;

  /** The one of two sizes that fits. */
  public int of(int quick, int full) {
    return this == QUICK ? quick : full;
  }
}
