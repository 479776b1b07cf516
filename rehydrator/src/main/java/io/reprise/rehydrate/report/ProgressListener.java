package io.reprise.rehydrate.report;

/**
 * Called whenever a run makes progress, on the thread that made it. An exception that the listener
 * throws ends the run. Implementations are thread-safe.
 */
@FunctionalInterface
public interface ProgressListener {
  ProgressListener NONE = progress -> {};

  void moved(RehydrationProgress progress);
}
