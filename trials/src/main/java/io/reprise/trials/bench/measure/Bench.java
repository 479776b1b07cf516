package io.reprise.trials.bench.measure;

import java.util.List;

/** Measures a family of figures in one run. */
public interface Bench {
  /**
   * Measures the figures. Every process that it started has ended when it returns.
   *
   * @throws io.reprise.cli.command.CommandFailure when a measurement fails
   */
  List<Figure> measure(BenchEnvironment environment) throws InterruptedException;
}
