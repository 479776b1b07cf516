package io.reprise.trials.bench.measure;

import java.util.List;

/** One bench: measures several related figures in one run. */
public interface Bench {
  /**
   * Measures the figures. Every process that this method starts has ended when the method returns.
   *
   * @throws io.reprise.cli.command.CommandFailure when a measurement fails
   */
  List<Figure> measure(BenchEnvironment environment) throws InterruptedException;
}
