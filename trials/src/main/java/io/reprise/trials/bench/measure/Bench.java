package io.reprise.trials.bench.measure;

import java.util.List;

/** One family of figures, measured in one run. */
public interface Bench {
  /**
   * Measures. Whatever it starts has ended when it returns.
   *
   * @throws io.reprise.cli.command.CommandFailure when it could not measure
   */
  List<Figure> measure(BenchEnvironment room) throws InterruptedException;
}
