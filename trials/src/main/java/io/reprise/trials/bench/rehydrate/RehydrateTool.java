package io.reprise.trials.bench.rehydrate;

import io.reprise.cli.Reprise;

/**
 * Runs {@code reprise rehydrate} once for each call of {@link #main}, which can be called
 * repeatedly in one JVM.
 */
public final class RehydrateTool {
  private RehydrateTool() {}

  public static void main(String[] arguments) {
    int code = Reprise.run(arguments);
    if (code != 0) {
      throw new IllegalStateException("exit code " + code);
    }
  }
}
