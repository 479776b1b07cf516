package io.reprise.cli.rehydrate;

import io.reprise.cli.output.Output;
import io.reprise.rehydrate.report.ProgressListener;
import io.reprise.rehydrate.report.RehydrationProgress;
import io.reprise.rehydrate.report.RehydrationStep;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Prints the current step of a rehydration and the number of rows so far on stderr: when a step
 * begins, and then at most once per second. Thread-safe.
 */
final class StepProgress implements ProgressListener {
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private final Output output;
  private final Set<RehydrationStep> begun = EnumSet.noneOf(RehydrationStep.class);
  private long printedAt = System.nanoTime();

  StepProgress(Output output) {
    this.output = output;
  }

  @Override
  public synchronized void moved(RehydrationProgress progress) {
    long now = System.nanoTime();
    boolean first = begun.add(progress.step());
    if (first || now - printedAt > INTERVAL_NANOS) {
      printedAt = now;
      output.say(
          "%s: version %d, %,d rows"
              .formatted(
                  progress.step().name().toLowerCase(Locale.ROOT),
                  progress.version(),
                  progress.rows() + progress.loading()));
    }
  }
}
