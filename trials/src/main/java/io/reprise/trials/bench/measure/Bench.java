package io.reprise.trials.bench.measure;

import java.util.List;

/** One bench: measures several related figures in one run. */
public interface Bench {
  /**
   * Measures the figures. When the method returns, every process that it has started has ended.
   *
   * @throws io.reprise.cli.command.CommandFailure when a measurement fails
   */
  List<Figure> measure(BenchEnvironment environment) throws InterruptedException;
}
