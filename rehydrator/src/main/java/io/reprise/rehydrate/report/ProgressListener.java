package io.reprise.rehydrate.report;

/** Hears how far a run is, on the thread that did it; what it throws ends the run. Thread-safe. */
@FunctionalInterface
public interface ProgressListener {
  ProgressListener NONE = progress -> {};

  void moved(RehydrationProgress progress);
}
