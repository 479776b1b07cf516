package io.reprise.rehydrate.report;

/**
 * Is called whenever a run makes progress, on the thread that made it. An exception ends the run.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface ProgressListener {
  ProgressListener NONE = progress -> {};

  void moved(RehydrationProgress progress);
}
